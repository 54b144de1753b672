import BerthHTTP
import HTTPTypes
import HummingbirdCore
import OCI

/// The referrers of a subject, at `/v2/<name>/referrers/<digest>`.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
struct ReferrerRoutes: Sendable {
    let contents: RegistryContents

    func respond(_ call: RegistryCall, _ name: RepositoryName, _ text: String) async throws -> Response {
        let pull = try await PullContext(call.sender, name)
        guard call.isRead else { throw RegistryError.methodUnsupported }
        let subject = try RegistryCall.digest(text)
        let bound = call.configuration.bounds.pageLimit
        let request = try PageRequest(call.target, standard: bound, bound: bound)
        let filter = call.target.queryValue("artifactType").flatMap { $0.isEmpty ? nil : $0 }
        let page = try await contents.manifests.referrers.page(
            of: subject,
            in: pull.repository,
            artifactType: filter,
            after: request.last,
            limit: request.limit
        )
        var headers: HTTPFields = [.contentType: MediaType.ociIndex.text]
        if filter != nil { headers[.ociFiltersApplied] = "artifactType" }
        if page.isTruncated, let last = page.descriptors.last {
            let others = filter.map { [("artifactType", $0)] } ?? []
            headers[.link] = request.link(to: "/v2/\(name)/referrers/\(subject)", after: last.digest.text, others)
        }
        return RegistryCall.json(
            .object([
                JSONMember("schemaVersion", .number("2")),
                JSONMember("mediaType", .string(MediaType.ociIndex.text)),
                JSONMember("manifests", .array(page.descriptors.map(\.json))),
            ]),
            headers
        )
    }
}
