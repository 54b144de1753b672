import BerthHTTP
import HTTPTypes
import HummingbirdCore
import OCI

/// The tags of a repository, at `/v2/<name>/tags/list`.
struct TagRoutes: Sendable {
    let contents: RegistryContents

    func respond(_ call: RegistryCall, _ name: RepositoryName) async throws -> Response {
        let pull = try await PullContext(call.sender, name)
        guard call.isRead else { throw RegistryError.methodUnsupported }
        let bounds = call.configuration.bounds
        let page = try PageRequest(call.target, standard: bounds.unpagedTagsLimit, bound: bounds.pageLimit)
        guard page.limit > 0 else {
            try await requireRepository(pull)
            return answer(name, [], [:])
        }
        let (tags, isTruncated) = try await contents.tags.page(of: name, after: page.last, limit: page.limit)
        if tags.isEmpty { try await requireRepository(pull) }
        var headers: HTTPFields = [:]
        if isTruncated, let last = tags.last {
            headers[.link] = page.link(to: "/v2/\(name)/tags/list", after: last)
        }
        return answer(name, tags, headers)
    }

    private func requireRepository(_ pull: PullContext) async throws {
        guard try await contents.catalog.contains(pull.repository) else {
            throw RegistryError.nameUnknown(pull.repository)
        }
    }

    private func answer(_ name: RepositoryName, _ tags: [String], _ headers: HTTPFields) -> Response {
        RegistryCall.json(
            .object([
                JSONMember("name", .string(name.text)), JSONMember("tags", .array(tags.map(JSONValue.string))),
            ]),
            headers
        )
    }
}
