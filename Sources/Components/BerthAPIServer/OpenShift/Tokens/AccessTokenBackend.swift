import Kubernetes

/// `oauthaccesstokens` for old clients too, which log out by deleting the token itself as a name (reference 13).
///
/// A name that is a token is replaced by its object's name before anything looks it up, so that neither the store
/// nor an error carries the token.
struct AccessTokenBackend: ForwardingBackend {
    let inner: any ResourceBackend

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        try await inner.get(try await resolved(name, request), request)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        try await inner.delete(try await resolved(name, request), options, request)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let name = try await resolved(name, request)
        return try await inner.update(name, subresource: subresource, request, change: change)
    }

    /// The object's name: the hash of `name` if that is there, since then `name` is the token.
    private func resolved(_ name: String, _ request: ResourceRequest) async throws -> String {
        guard let hashed = OAuthTokenName.hashed(name) else { return name }
        do {
            _ = try await inner.get(hashed, request)
            return hashed
        } catch let status as Status where status.code == 404 {
            return name
        }
    }
}
