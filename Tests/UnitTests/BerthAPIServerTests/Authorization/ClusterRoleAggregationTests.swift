import Kubernetes
import Synchronization
import Testing

@testable import BerthAPIServer

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
        let lists = Mutex(0)
        let late = LateObjects(
            objects,
            afterList: { objects in
                let isFirst = lists.withLock {
                    $0 += 1
                    return $0 == 1
                }
                guard isFirst else {
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
        )
        try await ClusterRoleAggregation(objects: late).reconcile()
        #expect(try await Self.mayReadLions(objects))
    }
}
