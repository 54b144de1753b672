import Kubernetes
import Synchronization

@testable import BerthAPIServer

/// Objects among which the first namespace that ends has a successor, which is deleted before anybody hears of the end.
final class Reborn: LocalObjects {
    let base = FakeObjects()
    private let isOver = Mutex(false)

    /// Whether the successor has been there.
    var hasComeBack: Bool { isOver.withLock { $0 } }

    func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue? {
        try await base.get(resource, namespace: namespace, name: name)
    }

    func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue] {
        try await base.list(resource, namespace: namespace)
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
        guard try await base.get(resource, namespace: namespace, name: name) == nil, !hasComeBack else {
            return changed
        }
        _ = try await base.create(resource, SeedPlanter.object("v1", "Namespace", name))
        _ = try await base.delete(resource, namespace: namespace, name: name, resourceVersion: nil)
        isOver.withLock { $0 = true }
        // Time for those who follow; nothing depends on it but whether the test can fail.
        try await Task.sleep(for: .milliseconds(50))
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
