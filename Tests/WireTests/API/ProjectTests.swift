import BerthTesting
import Foundation
import Kubernetes
import Testing

/// Projects and roles: the requests of `oc new-project`, `oc policy` and `oc adm policy`.
@Suite(.timeLimit(.minutes(10)))
struct `A project` {
    private static let projects = "/apis/project.openshift.io/v1/projects"
    private static let requests = "/apis/project.openshift.io/v1/projectrequests"
    private static let rbac = "/apis/rbac.authorization.k8s.io/v1"

    @Test(arguments: Cluster.Engine.judged)
    func `is made, filled, shared, seen and deleted as oc does it`(_ engine: Cluster.Engine) async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(engine, hasAccounts: true)
            // oc adm policy add-cluster-role-to-user cluster-admin admin
            let bindings = Self.rbac + "/clusterrolebindings"
            #expect(try await cluster.admin.get(bindings).names.contains("cluster-admin"))
            #expect(try await cluster.admin.get(Self.rbac + "/clusterroles/cluster-admin").status == 200)
            #expect(try await cluster.admin.get("/apis/user.openshift.io/v1/users/admin").status == 404)
            let bound = try await cluster.admin.protobuf(
                bindings,
                OCBody.binding("cluster-admin-0", role: "cluster-admin", subjects: [("User", "admin")])
            )
            #expect(bound.status == 201 && bound.json[path: "roleRef", "name"]?.string == "cluster-admin", "\(bound)")
            // oc new-project sandbox-1
            let admin = try await cluster.user("admin")
            let may = try await admin.get(Self.requests)
            #expect(may.status == 200 && may.json["status"]?.string == "Success", "\(may)")
            let body = """
                {"kind":"ProjectRequest","apiVersion":"project.openshift.io/v1","metadata":{"name":"sandbox-1"}}
                """
            let made = try await admin.send("POST", Self.requests, body)
            #expect(made.status == 201 && made.json.kind == "Project", "\(made)")
            #expect(made.json.annotations["openshift.io/requester"] == "admin")
            let second = try await admin.send("POST", Self.requests, body)
            #expect(second.status == 409 && second.json["reason"]?.string == "AlreadyExists", "\(second)")
            #expect(second.json["message"]?.string == "project.project.openshift.io \"sandbox-1\" already exists")
            let namespace = "/api/v1/namespaces/sandbox-1"
            #expect(try await admin.get(namespace + "/serviceaccounts").names == ["builder", "default", "deployer"])
            let roles = Self.rbac + "/namespaces/sandbox-1/rolebindings"
            #expect(
                try await admin.get(roles).names == [
                    "admin", "system:deployers", "system:image-builders", "system:image-pullers",
                ]
            )
            // oc policy add-role-to-user registry-editor user1
            let user1 = try await cluster.user("user1")
            #expect(try await user1.get(Self.projects).names == [])
            let shared = try await admin.protobuf(
                roles,
                OCBody.binding(
                    "registry-editor",
                    in: "sandbox-1",
                    role: "registry-editor",
                    subjects: [("User", "user1")]
                )
            )
            #expect(shared.status == 201, "\(shared)")
            #expect(try await user1.get(Self.projects).names == ["sandbox-1"])
            let table = try await user1.table(Self.projects + "?limit=500")
            #expect(table.json["kind"]?.string == "Table" && table.names == ["sandbox-1"], "\(table)")
            let review = try await user1.protobuf(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                OCBody.selfSubjectAccessReview(
                    "update",
                    "imagestreams",
                    group: "image.openshift.io",
                    namespace: "sandbox-1",
                    subresource: "layers"
                )
            )
            #expect(review.status == 201 && review.json[path: "status", "allowed"]?.bool == true, "\(review)")
            // oc policy who-can update imagestreams --subresource=layers
            let who = try await admin.send(
                "POST",
                "/apis/authorization.openshift.io/v1/namespaces/sandbox-1/localresourceaccessreviews",
                """
                {"kind":"LocalResourceAccessReview","apiVersion":"authorization.openshift.io/v1","namespace":"","verb":"update",\
                "resourceAPIGroup":"image.openshift.io","resourceAPIVersion":"","resource":"imagestreams/layers",\
                "resourceName":"","path":"","isNonResourceURL":false,"content":null}
                """
            )
            #expect(who.status == 201 && who.json["users"]?.strings.contains("user1") == true, "\(who)")
            // oc delete project sandbox-1
            let deletion = try await admin.send(
                "DELETE",
                Self.projects + "/sandbox-1",
                #"{"propagationPolicy":"Background"}"#
            )
            #expect(deletion.status == 200, "\(deletion)")
            try await eventually {
                let reply = try await cluster.admin.get(namespace)
                guard reply.status == 404 else { throw APIClientError.unexpected(reply, during: "deletion") }
            }
            #expect(try await user1.get(Self.projects).names == [])
        }
    }

    @Test
    func `is refused names that are not for people`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let user = try await cluster.user("user1")
            for (name, status) in [
                ("openshift-mine", 403), ("kube-mine", 403), ("kubernetes", 403), ("Upper", 422), ("a..b", 422),
                (String(repeating: "x", count: 64), 422), ("default", 409),
            ] {
                let body =
                    #"{"kind":"ProjectRequest","apiVersion":"project.openshift.io/v1","metadata":{"name":"\#(name)"}}"#
                let reply = try await user.send("POST", Self.requests, body)
                #expect(reply.status == status, "\(name): \(reply)")
            }
        }
    }

    @Test
    func `shares no more than its giver has`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let user = try await cluster.user("user1")
            try await cluster.newProject("mine", as: user)
            let roles = Self.rbac + "/namespaces/mine/rolebindings"
            let granted = try await user.protobuf(
                roles,
                OCBody.binding("view", in: "mine", role: "view", subjects: [("User", "user2")])
            )
            #expect(granted.status == 201, "\(granted)")
            let escalated = try await user.protobuf(
                roles,
                OCBody.binding("more", in: "mine", role: "cluster-admin", subjects: [("User", "user1")])
            )
            #expect(escalated.status == 403, "\(escalated)")
            let everywhere = try await user.protobuf(
                Self.rbac + "/clusterrolebindings",
                OCBody.binding("all", role: "view", subjects: [("User", "user1")])
            )
            #expect(everywhere.status == 403, "\(everywhere)")
            let impersonated = try await user.with("Impersonate-User", "system:admin").get("/api/v1/secrets")
            #expect(impersonated.status == 403, "\(impersonated)")
            // oc policy remove-role-from-user: the last subject takes the binding along
            let removed = try await user.protobuf(
                roles + "/view",
                OCBody.deleteOptions(of: "rbac.authorization.k8s.io/v1"),
                method: "DELETE"
            )
            #expect(removed.status == 200, "\(removed)")
        }
    }
}
