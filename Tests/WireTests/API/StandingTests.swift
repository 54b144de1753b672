import BerthTesting
import Foundation
import Kubernetes
import Testing

/// What changes of rights, quotas and keys do to those who are working.
@Suite(.timeLimit(.minutes(10)))
struct `Whoever works` {
    @Test
    func `loses watches with the token, and sees projects come and go with rights`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let (one, two) = (try await cluster.user("user1"), try await cluster.user("user2"))
            try await cluster.newProject("one", as: one)
            let projects = "/apis/project.openshift.io/v1/projects"
            let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings"
            let binding = """
                {"metadata":{"name":"guests"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},\
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"user2"}]}
                """
            let seen = try await two.watch(
                "\(projects)?watch=true&timeoutSeconds=280",
                onStart: { _ = try await one.send("POST", bindings, binding) },
                until: { $0.contains { $0["object"]?.name == "one" } }
            )
            #expect(seen.last?["type"]?.string == "ADDED", "\(seen)")
            let gone = try await two.watch(
                "\(projects)?watch=true&timeoutSeconds=280",
                onStart: { _ = try await one.request("DELETE", bindings + "/guests") },
                until: { $0.last?["type"]?.string == "DELETED" }
            )
            #expect(gone.last?["object"]?.name == "one", "\(gone)")

            let token = try await cluster.token("user1")
            let watcher = cluster.anonymous.bearing(token)
            let name = OAuthTokenName.hashed(token) ?? ""
            let begin = ContinuousClock.now
            _ = try await watcher.watch(
                "/api/v1/namespaces/one/secrets?watch=true&timeoutSeconds=1200",
                timeout: .seconds(400),
                onStart: {
                    let path = "/apis/oauth.openshift.io/v1/useroauthaccesstokens/\(name)"
                    _ = try await one.request("DELETE", path)
                },
                until: { _ in false }
            )
            // at its own end it would have taken twenty minutes
            #expect(ContinuousClock.now - begin < .seconds(400))
        }
    }

    @Test(arguments: KubectlVersion.judged)
    func `is held to quotas, and shown how much is used`(_ version: KubectlVersion) async throws {
        try await BerthFixture.with { fixture in
            let kubectl = try await fixture.cluster(hasOAuth: false).kubectl(version)
            try await kubectl.output("create", "namespace", "small")
            let present = try await kubectl.output("get", "configmaps", "-n", "small", "-o", "name")
                .split(separator: "\n").count
            let hard = "--hard=count/configmaps=\(present + 1),requests.cpu=500m"
            try await kubectl.output("create", "quota", "q", hard, "-n", "small")
            try await kubectl.output("create", "configmap", "a", "-n", "small")
            let refused = try await kubectl.run("create", "configmap", "b", "-n", "small")
            #expect(refused.code == 1 && refused.text.contains("exceeded quota: q"), "\(refused)")
            let text = try await kubectl.output("describe", "quota", "q", "-n", "small")
            let words = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(words.contains(["count/configmaps", "\(present + 1)", "\(present + 1)"]), "\(text)")
            #expect(words.contains(["requests.cpu", "0", "500m"]), "\(text)")
            try await kubectl.output("delete", "configmap", "a", "-n", "small")
            try await eventually {
                try await kubectl.output("create", "configmap", "b", "-n", "small")
            }
        }
    }

    @Test
    func `keeps tokens of service accounts while their keys are replaced`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let account = "/api/v1/namespaces/default/serviceaccounts/default/token"
            func token() async throws -> APIClient {
                let reply = try await cluster.admin.send("POST", account, #"{"spec":{}}"#)
                return cluster.anonymous.bearing(reply.json[path: "status", "token"]?.string ?? "")
            }
            func keys() async throws -> Int {
                try await cluster.admin.get("/openid/v1/jwks").json["keys"]?.array?.count ?? 0
            }
            let old = try await token()
            #expect(try await whoami(old) == "system:serviceaccount:default:default")
            let berth = try fixture.client(BerthBinary.path)
            try await berth.run(["api-server", "rotate-keys", cluster.folder + "/api"]).check()
            try await eventually { if try await keys() != 2 { throw CancellationError() } }
            let new = try await token()
            for client in [old, new] { #expect(try await whoami(client) == "system:serviceaccount:default:default") }
            try await berth.run(["api-server", "rotate-keys", cluster.folder + "/api", "--forget-old"]).check()
            try await eventually { if try await keys() != 1 { throw CancellationError() } }
            #expect(try await old.get("/api").status == 401)
            #expect(try await whoami(new) == "system:serviceaccount:default:default")
        }
    }
}
