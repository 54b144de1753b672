package import Kubernetes

/// The server's own access to its objects: no rights are asked, but defaults, validation and finalizers hold.
///
/// What the server's own parts (projects, seeds, roles, tokens, garbage collection) use; objects carry kind,
/// apiVersion and resourceVersion.
package protocol LocalObjects: Sendable {
    func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue?
    /// nil lists all namespaces.
    func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue]
    /// - Throws: `Status` (AlreadyExists, Invalid).
    func create(_ resource: GroupResource, _ object: JSONValue) async throws -> JSONValue
    /// Read, change, write with the read revision; again on a conflict. `change` returns nil to leave it as it is.
    ///
    /// - Returns: The object as it is now; nil when it does not exist.
    func update(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        subresource: String?,
        change: @escaping @Sendable (JSONValue) throws -> JSONValue?
    ) async throws -> JSONValue?
    /// Deletes at `resourceVersion` if one is given; exactly one of several callers gets true.
    func delete(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        resourceVersion: String?
    ) async throws -> Bool
    /// What is there as `.added`, a bookmark, then every change of these resources.
    ///
    /// Never ends by itself: it lists again where a watch would have expired (then objects come as `.added` anew).
    func follow(_ resources: Set<GroupResource>) -> AsyncStream<(GroupResource, ObjectEvent)>
}
