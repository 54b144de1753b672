import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A decision by roles` {
    private let ann = Rights.user("ann", "system:authenticated")
    private let reading = PolicyRule(["get", "list"], groups: [""], resources: ["pods", "pods/log"])

    private func decision(_ rule: PolicyRule, _ attributes: AccessAttributes) -> Bool {
        Rights.snapshot([Rights.clusterRole("r", [rule]), Rights.binding("b", to: "r", "user:ann")])
            .decision(attributes).isAllowed
    }

    @Test func `names the binding, the role and the subject that allowed it`() {
        let snapshot = Rights.snapshot([
            Rights.clusterRole("r", [reading]),
            Rights.binding("one", in: "ns", to: "r", "user:ann"),
            Rights.binding("all", to: "r", "group:viewers"),
            Rights.binding("robots", in: "ns", to: "r", "account:ns/robot"),
        ])
        let asked = Rights.attributes(ann, "get", "pods", in: "ns")
        #expect(
            snapshot.decision(asked).reason
                == #"RBAC: allowed by RoleBinding "one/ns" of ClusterRole "r" to User "ann""#
        )
        #expect(
            snapshot.decision(Rights.attributes(Rights.user("bob", "viewers"), "list", "pods")).reason
                == #"RBAC: allowed by ClusterRoleBinding "all" of ClusterRole "r" to Group "viewers""#
        )
        let robot = Rights.user("system:serviceaccount:ns:robot")
        #expect(
            snapshot.decision(Rights.attributes(robot, "get", "pods", in: "ns")).reason
                == #"RBAC: allowed by RoleBinding "robots/ns" of ClusterRole "r" to ServiceAccount "robot/ns""#
        )
    }

    @Test func `holds in the binding's namespace only`() {
        let snapshot = Rights.snapshot([
            Rights.clusterRole("r", [reading]), Rights.binding("b", in: "ns", to: "r", "user:ann"),
        ])
        #expect(snapshot.allows(ann, "get", "pods", in: "ns"))
        #expect(!snapshot.allows(ann, "get", "pods", in: "other"))
        #expect(!snapshot.allows(ann, "list", "pods"))
        #expect(!snapshot.allows(Rights.user("bob"), "get", "pods", in: "ns"))
    }

    @Test func `takes a subresource in one string or in two`() {
        var split = Rights.attributes(ann, "get", "pods")
        split.subresource = "log"
        #expect(decision(reading, split))
        #expect(decision(reading, Rights.attributes(ann, "get", "pods/log")))
        #expect(!decision(reading, Rights.attributes(ann, "get", "pods/exec")))
        let scale = PolicyRule(["get"], groups: ["apps"], resources: ["*/scale"])
        #expect(decision(scale, Rights.attributes(ann, "get", "deployments/scale", group: "apps")))
        #expect(!decision(scale, Rights.attributes(ann, "get", "deployments", group: "apps")))
    }

    @Test func `with names allows nothing that has no name`() {
        let named = PolicyRule(["get", "list", "create"], groups: [""], resources: ["secrets"], names: ["a"])
        #expect(decision(named, Rights.attributes(ann, "get", "secrets", name: "a")))
        #expect(decision(named, Rights.attributes(ann, "list", "secrets", name: "a")))
        #expect(!decision(named, Rights.attributes(ann, "get", "secrets", name: "b")))
        #expect(!decision(named, Rights.attributes(ann, "list", "secrets")))
        #expect(!decision(named, Rights.attributes(ann, "create", "secrets")))
    }

    @Test(arguments: [
        ("/healthz", "/healthz", true), ("/healthz", "/healthz/etcd", false), ("/healthz/*", "/healthz/etcd", true),
        ("/healthz/*", "/healthz", false), ("*", "/anything", true), ("/a*c", "/abc", false),
    ])
    func `on paths takes a star at the end only`(pattern: String, path: String, isAllowed: Bool) {
        var attributes = AccessAttributes(user: ann, verb: "get")
        attributes.path = path
        #expect(decision(PolicyRule(["get"], paths: [pattern]), attributes) == isAllowed)
    }

    @Test func `on paths needs a binding of the whole cluster`() {
        let snapshot = Rights.snapshot([
            Rights.clusterRole("r", PolicyRule.everything), Rights.binding("b", in: "ns", to: "r", "user:ann"),
        ])
        var attributes = AccessAttributes(user: ann, verb: "get")
        (attributes.path, attributes.namespace) = ("/metrics", "ns")
        #expect(!snapshot.decision(attributes).isAllowed)
    }

    @Test func `does not take one user for another that only looks the same`() {
        let (composed, decomposed) = ("\u{E9}va", "e\u{301}va")
        let snapshot = Rights.snapshot([
            Rights.clusterRole("r", [PolicyRule(["get"], groups: [""], resources: ["secrets"], names: [composed])]),
            Rights.binding("b", to: "r", "user:\(composed)"),
        ])
        #expect(snapshot.allows(Rights.user(composed), "get", "secrets", name: composed))
        #expect(!snapshot.allows(Rights.user(decomposed), "get", "secrets", name: composed))
        #expect(!snapshot.allows(Rights.user(composed), "get", "secrets", name: decomposed))
    }

    @Test func `allows masters everything and says which roles are missing`() {
        let snapshot = Rights.snapshot([Rights.binding("b", to: "gone", "user:ann")])
        #expect(snapshot.allows(Rights.user("x", "system:masters"), "delete", "anything", group: "any"))
        #expect(
            snapshot.decision(Rights.attributes(ann, "get", "pods")).reason
                == #"RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found"#
        )
    }

    @Test func `follows changed and deleted roles and bindings`() {
        var snapshot = Rights.snapshot([
            Rights.clusterRole("r", [reading]), Rights.binding("b", in: "ns", to: "r", "user:ann", "group:g"),
        ])
        snapshot.take(Rights.binding("b", in: "ns", to: "r", "group:g"))
        #expect(!snapshot.allows(ann, "get", "pods", in: "ns"))
        #expect(snapshot.allows(Rights.user("bob", "g"), "get", "pods", in: "ns"))
        snapshot.take(Rights.clusterRole("r", []))
        #expect(!snapshot.allows(Rights.user("bob", "g"), "get", "pods", in: "ns"))
        snapshot.take(Rights.clusterRole("r", [reading]))
        snapshot.take(Rights.binding("b", in: "ns", to: "r"), isDeleted: true)
        #expect(!snapshot.allows(Rights.user("bob", "g"), "get", "pods", in: "ns"))
        #expect(snapshot.boundNamespaces(of: Rights.user("bob", "g")).isEmpty)
    }

    @Test func `is told in the words that clients know`() {
        var attributes = Rights.attributes(ann, "list", "imagestreams", group: "image.openshift.io", in: "ns")
        #expect(
            attributes.forbidden(reason: "").message
                == #"imagestreams.image.openshift.io is forbidden: User "ann" cannot list resource "imagestreams" "#
                + #"in API group "image.openshift.io" in the namespace "ns""#
        )
        (attributes.verb, attributes.name, attributes.subresource) = ("get", "x", "layers")
        attributes.namespace = ""
        #expect(
            attributes.forbidden(reason: "why").message
                == #"imagestreams.image.openshift.io "x" is forbidden: User "ann" cannot get resource "#
                + #""imagestreams/layers" in API group "image.openshift.io" at the cluster scope: why"#
        )
        attributes.path = "/metrics"
        let status = attributes.forbidden(reason: "")
        #expect(status.message == #"forbidden: User "ann" cannot get path "/metrics""#)
        #expect(status.code == 403 && status.reason == "Forbidden")
    }

    @Test func `shows projects that the user may get, and no others`() {
        let get = PolicyRule(["get"], groups: [""], resources: ["namespaces"])
        let one = PolicyRule(["get"], groups: [""], resources: ["namespaces"], names: ["named"])
        let snapshot = Rights.snapshot([
            Rights.clusterRole("viewer", [get]), Rights.clusterRole("blind", []),
            Rights.clusterRole("one", [one]),
            Rights.binding("a", in: "ns1", to: "viewer", "user:ann"),
            Rights.binding("a", in: "ns2", to: "viewer", "group:g"),
            Rights.binding("a", in: "ns3", to: "blind", "user:ann"),
            Rights.binding("named", to: "one", "user:ann"),
            Rights.binding("all", to: "viewer", "user:root"),
        ])
        let visible = snapshot.visibleNamespaces(to: Rights.user("ann", "g"))
        #expect(["ns1", "ns2", "ns3", "named", "ns4"].filter(visible.contains) == ["ns1", "ns2", "named"])
        #expect(snapshot.visibleNamespaces(to: Rights.user("root")).contains("anything"))
        let scoped = Rights.user("root", scopes: ["user:list-scoped-projects", "role:view:ns1"])
        #expect(["ns1", "ns2"].filter(snapshot.visibleNamespaces(to: scoped).contains) == ["ns1"])
        let listing = Rights.user("ann", scopes: ["user:list-projects"])
        #expect(["ns1", "ns2"].filter(snapshot.visibleNamespaces(to: listing).contains) == ["ns1"])
    }

    @Test func `looks at those of the caller only, among thousands of bindings`() {
        var objects = [Rights.clusterRole("r", [reading])]
        for number in 0..<3000 {
            objects.append(Rights.binding("b", in: "ns\(number)", to: "r", "user:u\(number)", "group:g\(number % 50)"))
        }
        let snapshot = Rights.snapshot(objects)
        let asked = Rights.attributes(Rights.user("u7", "g7", "g8", "g9"), "get", "pods", in: "ns7")
        var seen: [String] = []
        snapshot.forEachGrant(of: asked.user, in: asked.namespace) { grant in
            seen.append("\(grant.namespace) \(grant.subjectDescription)")
            return true
        }
        #expect(seen == [#"ns7 User "u7""#, #"ns7 Group "g7""#])
        #expect(snapshot.decision(asked).isAllowed)
    }
}
