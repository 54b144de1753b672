import Kubernetes
import Testing

@testable import BerthAPIServer

/// Rights that a write needs beside its verb.
@Suite(.timeLimit(.minutes(10))) struct `A write` {
    @Test func `blocks the deletion of nobody whom its writer may not finalise`() async throws {
        try await WholeAPI.serving { api, admin in
            let owner = try await api.user("owner")
            try await api.project("one", of: owner)
            let maps = "/api/v1/namespaces/one/configmaps"
            let uid = try await owner.get("/api/v1/namespaces/one").json.uid
            func map(_ name: String, _ kind: String, blocks: Bool) -> JSONValue {
                [
                    "kind": "ConfigMap", "apiVersion": "v1",
                    "metadata": [
                        "name": .string(name),
                        "ownerReferences": [
                            [
                                "apiVersion": "v1", "kind": .string(kind), "name": "one", "uid": .string(uid),
                                "blockOwnerDeletion": .bool(blocks),
                            ]
                        ],
                    ],
                ]
            }
            let refused = try await owner.send("POST", maps, map("a", "Namespace", blocks: true))
            #expect(refused.code == 403)
            #expect(
                refused.message.contains(
                    "configmaps \"a\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource "
                        + "you can't set finalizers on: "
                ),
                "\(refused.message)"
            )
            #expect(try await owner.send("POST", maps, map("b", "Namespace", blocks: false)).code == 201)
            let unknown = try await owner.send("POST", maps, map("c", "Nothing", blocks: true))
            #expect(
                unknown.code == 403
                    && unknown.message.contains("cannot find RESTMapping for APIVersion v1 Kind Nothing")
            )
            // later neither, and without the change nothing is asked
            let patch: JSONValue = ["metadata": map("b", "Namespace", blocks: true)["metadata"] ?? [:]]
            let merge = "application/merge-patch+json"
            #expect(try await owner.send("PATCH", maps + "/b", patch, type: merge).code == 403)
            #expect(try await admin.send("PATCH", maps + "/b", patch, type: merge).code == 200)
            let label: JSONValue = ["metadata": ["labels": ["a": "b"]]]
            #expect(try await owner.send("PATCH", maps + "/b", label, type: merge).code == 200)
        }
    }

    @Test func `binds nobody whom the project's restrictions leave out`() async throws {
        try await WholeAPI.serving { api, admin in
            let owner = try await api.user("owner")
            try await api.project("one", of: owner)
            let restriction: JSONValue = [
                "kind": "RoleBindingRestriction", "apiVersion": "authorization.openshift.io/v1",
                "metadata": ["name": "only"],
                "spec": [
                    "userrestriction": [
                        "users": ["ann"], "groups": ["team"], "labels": [["matchLabels": ["staff": "yes"]]],
                    ]
                ],
            ]
            let restrictions = "/apis/authorization.openshift.io/v1/namespaces/one/rolebindingrestrictions"
            #expect(try await admin.send("POST", restrictions, restriction).code == 201)
            #expect(
                try await admin.send(
                    "POST",
                    "/apis/user.openshift.io/v1/groups",
                    [
                        "kind": "Group", "apiVersion": "user.openshift.io/v1", "metadata": ["name": "team"],
                        "users": ["tim"],
                    ]
                ).code == 201
            )
            #expect(
                try await admin.send(
                    "POST",
                    "/apis/user.openshift.io/v1/users",
                    [
                        "kind": "User", "apiVersion": "user.openshift.io/v1",
                        "metadata": ["name": "sue", "labels": ["staff": "yes"]],
                    ]
                ).code == 201
            )
            let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings"
            for name in ["ann", "tim", "sue"] {
                let made = try await owner.send(
                    "POST",
                    bindings,
                    Rights.binding(name, in: "one", to: "view", "user:\(name)")
                )
                #expect(made.code == 201, "\(made.text)")
            }
            for subject in ["user:bob", "group:team", "account:one/default"] {
                let refused = try await owner.send(
                    "POST",
                    bindings,
                    Rights.binding("x", in: "one", to: "view", subject)
                )
                #expect(refused.code == 403, "\(subject): \(refused.text)")
                #expect(refused.message.contains("are not allowed in project \"one\""), "\(refused.message)")
            }
            // who was bound before stays
            let label: JSONValue = ["metadata": ["labels": ["a": "b"]]]
            #expect(
                try await owner.send("PATCH", bindings + "/admin", label, type: "application/merge-patch+json").code
                    == 200
            )
            let accounts: JSONValue = [
                "kind": "RoleBindingRestriction", "apiVersion": "authorization.openshift.io/v1",
                "metadata": ["name": "accounts"],
                "spec": ["serviceaccountrestriction": ["serviceaccounts": [["name": "default"]]]],
            ]
            #expect(try await admin.send("POST", restrictions, accounts).code == 201)
            let account = Rights.binding("x", in: "one", to: "view", "account:one/default")
            #expect(try await owner.send("POST", bindings, account).code == 201)
        }
    }

    @Test(arguments: ["v1", "v1beta1"])
    func `gives no role that its writer has not, in whatever version`(_ version: String) async throws {
        try await WholeAPI.serving { api, admin in
            let owner = try await api.user("owner")
            try await api.project("one", of: owner)
            let group = "rbac.authorization.k8s.io"
            let bindings = "/apis/\(group)/\(version)/namespaces/one/rolebindings"
            func binding(_ role: String) -> JSONValue {
                [
                    "kind": "RoleBinding", "apiVersion": .string("\(group)/\(version)"),
                    "metadata": ["name": .string(role)],
                    "roleRef": ["apiGroup": .string(group), "kind": "ClusterRole", "name": .string(role)],
                    "subjects": [["apiGroup": .string(group), "kind": "User", "name": "friend"]],
                ]
            }
            #expect(try await owner.send("POST", bindings, binding("cluster-admin")).code == 403)
            #expect(try await owner.send("POST", bindings, binding("view")).code == 201)
            let stored = try await admin.get("/apis/\(group)/v1/namespaces/one/rolebindings/view").json
            #expect(stored.apiVersion == "\(group)/v1" && stored[path: "roleRef", "name"] == "view")
            let cluster = "/apis/\(group)/\(version)/clusterrolebindings"
            var everywhere = binding("view")
            everywhere.set("ClusterRoleBinding", at: ["kind"])
            #expect(try await owner.send("POST", cluster, everywhere).code == 403)
            #expect(try await admin.send("POST", cluster, everywhere).code == 201)
        }
    }

    @Test func `of a wrong type is refused whatever answers for the kind`() async throws {
        try await WholeAPI.serving { api, admin in
            try await api.project("one", of: try await api.user("owner"))
            let account = "/api/v1/namespaces/one/serviceaccounts/default/token"
            for spec: JSONValue in [
                ["audiences": "x"], ["expirationSeconds": "y"], ["expirationSeconds": .decimal("1e300")],
                ["boundObjectRef": "z"], ["audiences": [1]],
            ] {
                let refused = try await admin.send("POST", account, ["spec": spec])
                #expect(refused.code == 400 && refused.message.contains("json: cannot unmarshal"), "\(refused.text)")
            }
            let short = try await admin.send("POST", account, ["spec": ["expirationSeconds": 599]])
            #expect(short.code == 422)
            #expect(short.message.contains("may not specify a duration less than 10 minutes"), "\(short.message)")
            let long = try await admin.send("POST", account, ["spec": ["expirationSeconds": 4_294_967_297]])
            #expect(long.code == 422, "\(long.text)")
            let legacy = "/apis/authorization.openshift.io/v1/namespaces/one/roles"
            for rules: JSONValue in ["str", [:], [["verbs": "get"]]] {
                let refused = try await admin.send("POST", legacy, ["metadata": ["name": "r"], "rules": rules])
                #expect(refused.code == 400 && refused.message.contains("json: cannot unmarshal"), "\(refused.text)")
            }
        }
    }

    @Test func `has a type to be read as, for every kind`() async throws {
        try await WholeAPI.serving { api, _ in
            let untyped = api.parts.catalog.all.map(\.kind).filter { kind in
                !kind.gvk.group.hasSuffix("registration.k8s.io") && kind.verbs.contains("create") && !kind.isCustom
                    && kind.schema == nil
                    && ObjectSchema(of: kind.gvk) == nil
            }
            let names = untyped.map { "\($0.gvk.kind).\($0.gvk.group)" }
            #expect(names == [])
        }
    }
}
