import Kubernetes

@testable import BerthAPIServer

/// Objects whose answers are late: something happens between what was done and the caller's hearing of it.
final class LateObjects: LocalObjects {
    typealias Happening = @Sendable (FakeObjects) async throws -> Void

    let base: FakeObjects
    private let afterList: Happening
    private let afterUpdate: Happening

    init(
        _ base: FakeObjects,
        afterList: @escaping Happening = { _ in },
        afterUpdate: @escaping Happening = { _ in }
    ) {
        (self.base, self.afterList, self.afterUpdate) = (base, afterList, afterUpdate)
    }

    func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue? {
        try await base.get(resource, namespace: namespace, name: name)
    }

    func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue] {
        let found = try await base.list(resource, namespace: namespace)
        try await afterList(base)
        return found
    }

    func create(_ resource: GroupResource, _ object: JSONValue) async throws -> JSONValue {
        try await base.create(resource, object)
    }

    func update(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        subresource: String?,
        change: @escaping @Sendable (JSONValue) throws -> JSONValue?
    ) async throws -> JSONValue? {
        let changed = try await base.update(
            resource,
            namespace: namespace,
            name: name,
            subresource: subresource,
            change: change
        )
        try await afterUpdate(base)
        return changed
    }

    func delete(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        resourceVersion: String?
    ) async throws -> Bool {
        try await base.delete(resource, namespace: namespace, name: name, resourceVersion: resourceVersion)
    }

    func follow(_ resources: Set<GroupResource>) -> AsyncStream<(GroupResource, ObjectEvent)> {
        base.follow(resources)
    }
}
