package import Kubernetes

/// The server's own access to stored objects: the same rules as for clients, but no rights and no admissions.
package struct LocalObjectStore: LocalObjects {
    private let context: StorageContext
    private let kind: @Sendable (GroupResource) -> ResourceKind?

    /// `kind` gives the kind of a stored resource, custom ones too.
    package init(context: StorageContext, kind: @escaping @Sendable (GroupResource) -> ResourceKind?) {
        var context = context
        context.admissions = []
        (self.context, self.kind) = (context, kind)
    }

    package func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue? {
        do {
            return try await stored(resource).get(name, namespace: namespace)
        } catch let error as Status where error.code == 404 {
            return nil
        }
    }

    package func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue] {
        try await stored(resource).list(ListOptions(), namespace: namespace ?? "").items
    }

    package func create(_ resource: GroupResource, _ object: JSONValue) async throws -> JSONValue {
        try await stored(resource).create(object, WriteScope(namespace: object.namespace))
    }

    package func update(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        subresource: String?,
        change: @escaping @Sendable (JSONValue) throws -> JSONValue?
    ) async throws -> JSONValue? {
        do {
            return try await stored(resource).update(
                name,
                subresource: subresource,
                WriteScope(namespace: namespace),
                change: { current in
                    guard let current else { throw Status.notFound(resource, name: name) }
                    return try change(current) ?? current
                }
            ).object
        } catch let error as Status where error.code == 404 && error.name == name {
            return nil
        }
    }

    package func delete(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        resourceVersion: String?
    ) async throws -> Bool {
        var options = DeleteOptions()
        options.resourceVersion = resourceVersion
        do {
            _ = try await stored(resource).delete(name, options, WriteScope(namespace: namespace))
            return true
        } catch let error as Status where error.code == 404 || (error.code == 409 && resourceVersion != nil) {
            return false
        }
    }

    package func follow(_ resources: Set<GroupResource>) -> AsyncStream<(GroupResource, ObjectEvent)> {
        let follower = ObjectFollower(
            resources: resources.sorted { "\($0)" < "\($1)" },
            resource: { resource in kind(resource).map { StoredResource(kind: $0, context: context) } },
            hub: context.hub
        )
        return AsyncStream(unfolding: { await follower.next() })
    }

    private func stored(_ resource: GroupResource) throws(Status) -> StoredResource {
        guard let kind = kind(resource) else { throw .unknownPath }
        return StoredResource(kind: kind, context: context)
    }
}
