import Kubernetes

/// `namespaces/finalize`: replaces a namespace's finalizers, and nothing else.
struct NamespaceFinalizing: SubresourceHandler {
    static let subresource = "finalize"
    let objects: any LocalObjects

    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard verb == "update", let body else {
            throw Status.methodNotAllowed
        }
        guard body.name.isEmpty || body.name == name else {
            throw Status.badRequest(
                "the name of the object (\(body.name)) does not match the name on the URL (\(name))"
            )
        }
        let finalizers = body[path: "spec", "finalizers"]?.strings ?? []
        let current = try await objects.get(KnownResource.namespaces, namespace: "", name: name)
        guard let current else { throw Status.notFound(KnownResource.namespaces, name: name) }
        let version = body.resourceVersion
        guard version.isEmpty || version == current.resourceVersion else {
            throw Status.conflict(KnownResource.namespaces, name: name)
        }
        if request.options.isDryRun {
            var changed = current
            changed.set(JSONValue(strings: finalizers), at: ["spec", "finalizers"])
            return .object(changed)
        }
        let changed = try await Self.set(finalizers, of: name, in: objects) {
            guard version.isEmpty || version == $0.resourceVersion else {
                throw Status.conflict(KnownResource.namespaces, name: name)
            }
        }
        guard let changed else { throw Status.notFound(KnownResource.namespaces, name: name) }
        return .object(changed)
    }

    /// Writes the finalizers; a namespace that is being deleted and has none left is gone then.
    static func set(
        _ finalizers: [String],
        of name: String,
        in objects: any LocalObjects,
        check: @escaping @Sendable (JSONValue) throws -> Void = { _ in }
    ) async throws -> JSONValue? {
        try await objects.update(
            KnownResource.namespaces,
            namespace: "",
            name: name,
            subresource: subresource
        ) { current in
            try check(current)
            var changed = current
            changed.set(JSONValue(strings: finalizers), at: ["spec", "finalizers"])
            return changed
        }
    }
}
