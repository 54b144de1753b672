import BerthTesting
import Foundation
import Kubernetes
import Testing

/// Somebody with a role in one project sees nothing of another, whichever way they look.
@Suite(.timeLimit(.minutes(10)))
struct `A tenant` {
    private static let secret = "the-very-secret-of-the-neighbour"

    @Test(arguments: Cluster.Engine.judged)
    func `sees nothing of another by any verb`(_ engine: Cluster.Engine) async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(engine, hasAccounts: true)
            let (one, two) = (try await cluster.user("user1"), try await cluster.user("user2"))
            try await cluster.newProject("one", as: one)
            try await cluster.newProject("two", as: two)
            let secrets = "/api/v1/namespaces/two/secrets"
            let made = try await two.protobuf(secrets, OCBody.secret("s", in: "two", data: [("k", Self.secret)]))
            #expect(made.status == 201, "\(made)")
            let stream = #"{"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"name":"is"}}"#
            let streams = "/apis/image.openshift.io/v1/namespaces/two/imagestreams"
            #expect(try await two.send("POST", streams, stream).status == 201)
            #expect(try await two.get(secrets + "/s").status == 200)

            let hidden = ["two", "the-very-secret", "user2", "\"is\""]
            func expectNothing(_ reply: APIReply, _ what: String) {
                #expect([401, 403, 404].contains(reply.status), "\(what): \(reply)")
                // the message names what was asked for, and nothing that was found
                #expect(!reply.text.contains(Self.secret), "\(what): \(reply)")
            }
            for base in [secrets, streams, "/apis/apps/v1/namespaces/two/deployments"] {
                expectNothing(try await one.get(base), "list \(base)")
                expectNothing(try await one.table(base + "?limit=500"), "table \(base)")
                expectNothing(try await one.get(base + "?watch=true&resourceVersion=0"), "watch \(base)")
                for name in ["s", "is", "none"] {
                    expectNothing(try await one.get("\(base)/\(name)"), "get \(base)/\(name)")
                    expectNothing(try await one.send("PUT", "\(base)/\(name)", "{}"), "put \(base)/\(name)")
                    let patch = "application/merge-patch+json"
                    expectNothing(try await one.send("PATCH", "\(base)/\(name)", "{}", type: patch), "patch \(name)")
                    expectNothing(try await one.send("DELETE", "\(base)/\(name)", "{}"), "delete \(name)")
                }
                expectNothing(try await one.send("POST", base, #"{"metadata":{"name":"x"}}"#), "create \(base)")
                expectNothing(try await one.request("DELETE", base), "deletecollection \(base)")
            }
            // what is there and what is not must look the same
            let (there, absent) = (try await one.get(secrets + "/s"), try await one.get(secrets + "/t"))
            #expect(there.status == absent.status)
            #expect(
                there.text.replacing("\"s\"", with: "\"t\"").replacing("\\\"s\\\"", with: "\\\"t\\\"") == absent.text
            )
            for path in [
                "/api/v1/secrets", "/api/v1/namespaces", "/api/v1/namespaces/two", "/api/v1/configmaps",
                "/apis/project.openshift.io/v1/projects/two", "/apis/oauth.openshift.io/v1/oauthaccesstokens",
                "/apis/user.openshift.io/v1/users", "/apis/user.openshift.io/v1/users/user2",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/two/rolebindings",
                "/apis/image.openshift.io/v1/images", "/api/v1/namespaces/openshift-config/secrets",
                "/api/v1/namespaces/kube-system/secrets",
            ] {
                expectNothing(try await one.get(path), path)
            }
            let projects = try await one.get("/apis/project.openshift.io/v1/projects")
            #expect(projects.names == ["one"])
            #expect(!hidden.dropFirst().contains { projects.text.contains($0) }, "\(projects)")
            #expect(try await one.table("/apis/project.openshift.io/v1/projects").names == ["one"])
            let allowed = try await one.protobuf(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                OCBody.selfSubjectAccessReview("get", "secrets", namespace: "two")
            )
            #expect(allowed.json[path: "status", "allowed"]?.bool == false, "\(allowed)")
            let others = try await one.send(
                "POST",
                "/apis/authorization.k8s.io/v1/namespaces/two/localsubjectaccessreviews",
                """
                {"metadata":{"namespace":"two"},"spec":{"user":"user2","resourceAttributes":{"namespace":"two","verb":"get",\
                "resource":"secrets"}}}
                """
            )
            expectNothing(others, "review of another")
        }
    }

    @Test
    func `watches only projects of their own`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let (one, two) = (try await cluster.user("user1"), try await cluster.user("user2"))
            try await cluster.newProject("one-a", as: one)
            try await cluster.newProject("two-a", as: two)
            let path = "/apis/project.openshift.io/v1/projects"
            let start = try await one.get(path).json[path: "metadata", "resourceVersion"]?.string ?? ""
            let events = try await one.watch(
                "\(path)?watch=true&timeoutSeconds=280&resourceVersion=\(start)",
                onStart: {
                    try await cluster.newProject("two-b", as: two)
                    try await cluster.newProject("one-b", as: one)
                },
                until: { events in events.contains { $0["object"]?.name == "one-b" } }
            )
            let names = events.compactMap { $0["object"]?.name }
            #expect(names.contains("one-b") && !names.contains { $0.hasPrefix("two") }, "\(names)")
        }
    }

    @Test
    func `leaves no secret in any table, log, error or audit`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true, settings: ["--log-level", "trace"])
            let token = try await cluster.token("user1")
            let user = cluster.anonymous.bearing(token)
            try await cluster.newProject("quiet", as: user)
            let secrets = "/api/v1/namespaces/quiet/secrets"
            #expect(
                try await user.protobuf(secrets, OCBody.secret("s", in: "quiet", data: [("k", Self.secret)])).status
                    == 201
            )
            let encoded = Data(Self.secret.utf8).base64EncodedString()
            let table = try await user.table(secrets)
            #expect(table.status == 200 && !table.text.contains(Self.secret) && !table.text.contains(encoded))
            let errors = [
                try await user.protobuf(secrets, OCBody.secret("s", in: "quiet", data: [("k", Self.secret)])),
                try await user.send("POST", secrets, #"{"metadata":{"name":"UPPER"},"data":{"k":"\#(encoded)"}}"#),
                try await user.send("POST", secrets, #"{"metadata":{"name":"x"},"data":{"k":"\#(Self.secret)"}}"#),
                try await user.send("POST", secrets, #"{"metadata":{"name":"x"},"data":"\#(Self.secret)""#),
            ]
            for reply in errors {
                #expect(reply.status >= 400)
                #expect(!reply.text.contains(Self.secret) && !reply.text.contains(encoded), "\(reply)")
            }
            let account = try await user.protobuf(
                "/api/v1/namespaces/quiet/serviceaccounts/default/token",
                OCBody.tokenRequest(seconds: 600)
            )
            let accountToken = try #require(account.json[path: "status", "token"]?.string, "\(account)")
            let logs = cluster.logs
            for (name, text) in [
                ("secret", Self.secret), ("secret, encoded", encoded), ("token", token), ("JWT", accountToken),
                ("password", Cluster.passwords["user1"] ?? ""),
                ("Basic", Data("user1:\(Cluster.passwords["user1"] ?? "")".utf8).base64EncodedString()),
            ] {
                #expect(!logs.contains(text), "\(name)")
            }
            // the audit log says who did it
            #expect(logs.contains("audit.k8s.io/v1") && logs.contains("\"user1\""))
        }
    }
}
