import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `The scopes of a token` {
    private let snapshot = Rights.bootstrap([Rights.binding("root", to: "cluster-admin", "user:ann")])

    private func ann(_ scopes: String...) -> UserInfo {
        Rights.user("ann", "system:authenticated", "system:authenticated:oauth", scopes: scopes)
    }

    @Test func `leave everything with user:full`() {
        #expect(snapshot.allows(ann("user:full"), "delete", "secrets", in: "ns"))
        #expect(snapshot.allows(ann("user:info", "user:full"), "delete", "secrets", in: "ns"))
    }

    @Test func `let user:info see who the user is and nothing else`() {
        let user = ann("user:info")
        #expect(snapshot.allows(user, "get", "users", group: "user.openshift.io", name: "~"))
        #expect(!snapshot.allows(user, "get", "users", group: "user.openshift.io", name: "bob"))
        #expect(!snapshot.allows(user, "list", "projects", group: "project.openshift.io"))
        let asked = Rights.attributes(user, "get", "pods", in: "ns")
        #expect(snapshot.decision(asked).reason == "scopes [user:info] prevent this action")
        var version = AccessAttributes(user: user, verb: "get")
        version.path = "/version"
        #expect(snapshot.decision(version).isAllowed)
    }

    @Test func `let user:check-access ask and user:list-projects list`() {
        #expect(
            snapshot.allows(
                ann("user:check-access"),
                "create",
                "selfsubjectaccessreviews",
                group: "authorization.k8s.io"
            )
        )
        #expect(snapshot.allows(ann("user:list-projects"), "list", "projects", group: "project.openshift.io"))
        #expect(!snapshot.allows(ann("user:list-projects"), "get", "pods", in: "ns"))
    }

    @Test func `give a role in one namespace, without secrets unless told`() {
        let plain = ann("role:edit:ns")
        #expect(snapshot.allows(plain, "create", "pods", in: "ns"))
        #expect(!snapshot.allows(plain, "create", "pods", in: "other"))
        #expect(!snapshot.allows(plain, "get", "secrets", in: "ns"))
        #expect(!snapshot.allows(plain, "create", "serviceaccounts/token", in: "ns"))
        #expect(snapshot.allows(ann("role:edit:ns:!"), "get", "secrets", in: "ns"))
        #expect(snapshot.allows(ann("role:system:image-puller:*"), "get", "imagestreams/layers", in: "any"))
        #expect(!snapshot.allows(ann("role:cluster-admin:*"), "get", "pods", in: "ns"))
        #expect(snapshot.allows(ann("role:cluster-admin:*:!"), "get", "pods", in: "ns"))
    }

    @Test func `never give more than the user has`() {
        let bob = Rights.user("bob", "system:authenticated", scopes: ["role:cluster-admin:*:!"])
        #expect(!snapshot.allows(bob, "get", "secrets", in: "ns"))
        let master = Rights.user("root", "system:masters", scopes: ["user:info"])
        #expect(!snapshot.allows(master, "get", "secrets", in: "ns"))
    }

    @Test func `that are unknown allow nothing`() {
        let reason = snapshot.decision(Rights.attributes(ann("everything"), "get", "pods")).reason
        #expect(reason.contains("scopes [everything] prevent this action"))
        #expect(reason.contains(#"no scope evaluator found for "everything""#))
        #expect(!snapshot.allows(ann("role:nobody:*"), "get", "pods"))
    }
}
