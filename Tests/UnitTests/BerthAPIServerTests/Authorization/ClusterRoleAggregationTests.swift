import Kubernetes
import Synchronization
import Testing

@testable import BerthAPIServer

/// Objects of which each list is late: something happens between it and what follows from it.
private final class LateObjects: LocalObjects {
    let base: FakeObjects
    /// Told how many lists there were.
    let afterList: @Sendable (Int) async throws -> Void
    private let count = Mutex(0)

    init(_ base: FakeObjects, afterList: @escaping @Sendable (Int) async throws -> Void) {
        (self.base, self.afterList) = (base, afterList)
    }

    func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue? {
        try await base.get(resource, namespace: namespace, name: name)
    }

    func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue] {
        let found = try await base.list(resource, namespace: namespace)
        try await afterList(
            count.withLock {
                $0 += 1
                return $0
            }
        )
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
        try await base.update(resource, namespace: namespace, name: name, subresource: subresource, change: change)
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

@Suite struct `Aggregated roles` {
    private static let roles = RBACResource.clusterRoles.groupResource

    private static func mayReadLions(_ objects: FakeObjects) async throws -> Bool {
        let view = try await objects.get(roles, namespace: "", name: "view")
        return PolicyRule.rules(of: view ?? [:]).contains { $0.resources == ["lions"] }
    }

    @Test func `lose nothing to a writer that has seen an older list`() async throws {
        let objects = FakeObjects()
        try await BootstrapPolicy.plant(into: objects)
        // outdated, so that whoever lists now means to write it
        _ = try await objects.update(Self.roles, namespace: "", name: "view", subresource: nil) {
            var view = $0
            view.set([], at: ["rules"])
            return view
        }
        let late = LateObjects(objects) { number in
            guard number == 1 else {
                let isKept = try await Self.mayReadLions(objects)
                #expect(isKept)
                return
            }
            let fragment = Rights.clusterRole(
                "lions-view",
                [PolicyRule(["get"], groups: ["zoo.example"], resources: ["lions"])],
                labels: ["rbac.authorization.k8s.io/aggregate-to-view": "true"]
            )
            _ = try await objects.create(Self.roles, fragment)
            try await ClusterRoleAggregation(objects: objects).reconcile()
            let isThere = try await Self.mayReadLions(objects)
            try #require(isThere)
        }
        try await ClusterRoleAggregation(objects: late).reconcile()
        #expect(try await Self.mayReadLions(objects))
    }
}
