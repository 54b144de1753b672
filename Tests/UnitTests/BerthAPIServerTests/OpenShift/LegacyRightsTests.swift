import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Rights of the old group` {
    private let binding: JSONValue = [
        "metadata": ["name": "b", "namespace": "ns"],
        "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"],
        "subjects": [
            ["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"],
            ["apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:authenticated"],
            ["kind": "ServiceAccount", "name": "sa", "namespace": "ns"],
        ],
    ]

    @Test func `name users and groups beside the subjects`() throws {
        let view = LegacyBinding(isCluster: false).view(of: binding)
        #expect(view["userNames"]?.strings == ["ann", "system:serviceaccount:ns:sa"])
        #expect(view["groupNames"]?.strings == ["system:authenticated"])
        #expect(view["subjects"]?.array?.map { $0["kind"]?.string } == ["User", "SystemGroup", "ServiceAccount"])
        #expect(view["roleRef"] == ["name": "r", "namespace": "ns"])
        let back = try LegacyBinding(isCluster: false).stored(of: view, old: binding)
        #expect(back["subjects"] == binding["subjects"])
        #expect(back["roleRef"] == binding["roleRef"])
    }

    @Test func `take subjects from the old lists when those are given or changed`() throws {
        let conversion = LegacyBinding(isCluster: false)
        let fresh = try conversion.stored(
            of: [
                "metadata": ["name": "b"], "roleRef": ["name": "view"],
                "userNames": ["ann", "system:serviceaccount:x:y"], "groupNames": ["g"],
            ],
            old: nil
        )
        #expect(fresh[path: "roleRef", "kind"] == "ClusterRole")
        #expect(fresh["subjects"]?.array?.map { $0["kind"]?.string } == ["User", "ServiceAccount", "Group"])
        var changed = conversion.view(of: binding)
        changed.set(["ann", "bob"], at: ["userNames"])
        let stored = try conversion.stored(of: changed, old: binding)
        #expect(stored["subjects"]?.array?.compactMap { $0["name"]?.string } == ["ann", "bob", "system:authenticated"])
        // a client that does not know the lists sends none of them
        let plain: JSONValue = [
            "metadata": ["name": "b", "namespace": "ns"], "roleRef": ["name": "view"],
            "subjects": [["kind": "User", "name": "carl"]],
        ]
        let replaced = try conversion.stored(of: plain, old: binding)
        #expect(replaced["subjects"]?.array?.compactMap { $0["name"]?.string } == ["carl"])
    }

    @Test func `refuse what cannot be bound`() {
        let conversion = LegacyBinding(isCluster: false)
        #expect(throws: Status.self) { try conversion.stored(of: ["metadata": ["name": "b"]], old: nil) }
        #expect(throws: Status.self) {
            try conversion.stored(
                of: ["roleRef": ["name": "r"], "subjects": [["kind": "Robot", "name": "x"]]],
                old: nil
            )
        }
        #expect(throws: Status.self) {
            try LegacyBinding(isCluster: true).stored(of: ["roleRef": ["name": "r", "namespace": "x"]], old: nil)
        }
    }

    @Test func `convert rules there and back`() throws {
        let role: JSONValue = [
            "metadata": ["name": "r"],
            "rules": [
                ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["p"]],
                ["verbs": ["get"], "nonResourceURLs": ["/healthz"]],
            ],
        ]
        let conversion = LegacyRole(isCluster: true)
        let view = conversion.view(of: role)
        #expect(view["rules"]?.array?.first?["attributeRestrictions"]?.isNull == true)
        let back = try conversion.stored(of: view, old: role)
        #expect(back["rules"] == role["rules"])
        let lowered = try conversion.stored(of: ["rules": [["verbs": ["GET"], "resources": ["Pods"]]]], old: nil)
        #expect(
            lowered["rules"]?.array?.first == ["verbs": ["get"], "apiGroups": [""], "resources": ["pods"]]
        )
    }

    @Test func `are written as those of the new group`() async throws {
        let fixture = ViewFixture()
        let (bindings, kind) = try fixture.backend("rolebindings", group: "authorization.openshift.io")
        let request = try ViewFixture.request(kind, namespace: "ns")
        let made = try await bindings.create(
            ["metadata": ["name": "b"], "roleRef": ["name": "edit"], "userNames": ["ann"]],
            request
        )
        #expect(made.apiVersion == "authorization.openshift.io/v1")
        let stored = try await fixture.objects.get(KnownResource.roleBindings, namespace: "ns", name: "b")
        #expect(stored?.apiVersion == "rbac.authorization.k8s.io/v1")
        _ = try await bindings.delete("b", DeleteOptions(), request)
        #expect(try await fixture.objects.list(KnownResource.roleBindings, namespace: "ns").isEmpty)
    }
}
