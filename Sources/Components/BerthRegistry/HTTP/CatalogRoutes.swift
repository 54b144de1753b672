import HTTPTypes
import HummingbirdCore
import OCI

/// The repositories that the sender may pull from, at `/v2/_catalog`.
struct CatalogRoutes: Sendable {
    let contents: RegistryContents

    func respond(_ call: RegistryCall) async throws -> Response {
        try call.sender.requireIdentity()
        guard call.isRead else { throw RegistryError.methodUnsupported }
        let bounds = call.configuration.bounds
        let page = try PageRequest(call.target, standard: bounds.defaultCatalogPage, bound: bounds.pageLimit)
        guard page.limit > 0 else { return answer([], [:]) }
        let last = try page.last.map { text throws(RegistryError) in
            do {
                return try RepositoryName(text)
            } catch {
                throw .parameterInvalid("last")
            }
        }
        let sender = call.sender
        let (names, isTruncated) = try await contents.catalog.page(after: last, limit: page.limit) { name in
            try await sender.may(.pull, name)
        }
        var headers: HTTPFields = [:]
        if isTruncated, let last = names.last { headers[.link] = page.link(to: "/v2/_catalog", after: last.text) }
        return answer(names, headers)
    }

    private func answer(_ names: [RepositoryName], _ headers: HTTPFields) -> Response {
        let list = names.map { JSONValue.string($0.text) }
        return RegistryCall.json(.object([JSONMember("repositories", .array(list))]), headers)
    }
}
