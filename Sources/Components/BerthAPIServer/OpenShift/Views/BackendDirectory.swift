package import Kubernetes

/// Finds the backend behind which clients see a stored resource.
///
/// Asked at each request, since backends and views are made of one another.
package struct BackendDirectory: Sendable {
    package typealias Entry = (kind: ResourceKind, backend: any ResourceBackend)

    private let look: @Sendable (GroupResource) -> Entry?

    package init(_ look: @escaping @Sendable (GroupResource) -> Entry?) { self.look = look }

    /// The backend of a resource, and `request` as one on it.
    ///
    /// - Throws: 404 when it is not served.
    func backend(
        of resource: GroupResource,
        for request: ResourceRequest
    ) throws -> (backend: any ResourceBackend, request: ResourceRequest) {
        guard let entry = look(resource) else { throw Status.unknownPath }
        let inner = ResourceRequest(
            kind: entry.kind,
            namespace: entry.kind.isNamespaced ? request.namespace : "",
            user: request.user,
            options: request.options,
            target: request.target,
            context: request.context,
            warnings: request.warnings
        )
        return (entry.backend, inner)
    }
}
