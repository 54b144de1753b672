import BerthTesting
import Foundation
import Kubernetes
import Testing

/// The requests of `oc login`, `oc whoami` and `oc logout`, as the client sends them.
@Suite(.timeLimit(.minutes(10)))
struct `A login with a password` {
    @Test
    func `goes the way of oc and ends with the logout`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let root = try await cluster.anonymous.request("HEAD", "/")
            #expect(root["Content-Type"]?.contains("html") != true)
            #expect(try await cluster.anonymous.get("/version?timeout=32s").json["major"]?.string == "1")
            let login = try await OAuthLogin(cluster.anonymous)
            #expect(login.authorizeURL == cluster.issuer + "/oauth/authorize")
            #expect(try await cluster.anonymous.request("HEAD", cluster.issuer).status < 500)
            let challenge = try await login.authorize()
            #expect(challenge.status == 401 && challenge["WWW-Authenticate"] == #"Basic realm="openshift""#)
            let answer = try await login.authorize(user: "user1", password: Cluster.passwords["user1"] ?? "")
            #expect(answer.status == 302, "\(answer)")
            #expect(answer["Location"]?.hasPrefix(login.redirectURI + "?code=") == true)
            for (name, value) in [
                ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"), ("Pragma", "no-cache"),
                ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
            ] {
                #expect(answer[name] == value, "\(name)")
            }
            let code = try #require(OAuthLogin.code(answer))
            let exchange = try await login.exchange(code)
            #expect(exchange.status == 200, "\(exchange)")
            #expect(exchange.json["token_type"]?.string == "Bearer")
            #expect(exchange.json["expires_in"]?.integer == 86400)
            #expect(exchange.json["scope"]?.string == "user:full")
            let spent = try #require(exchange.json["access_token"]?.string)
            // a code works once, and who has it again ends what it was good for
            let again = try await login.exchange(code)
            #expect(again.status == 400 && again.json["error"] != nil, "\(again)")
            let dead = cluster.anonymous.bearing(spent)
            #expect(try await dead.get("/apis/user.openshift.io/v1/users/~").status == 401)
            let token = try await cluster.token("user1")
            #expect(token.hasPrefix("sha256~") && token.utf8.count == 50)
            let user = cluster.anonymous.bearing(token)
            #expect(try await whoami(user) == "user1")
            let virtual = try await user.get("/apis/user.openshift.io/v1/users/~")
            #expect(virtual.json["identities"]?.strings == ["htpasswd:user1"])
            #expect(try await user.get("/apis/project.openshift.io/v1/projects").names == [])
            for verb in ["list", "create"] {
                let review = """
                    {"kind":"SubjectAccessReview","apiVersion":"authorization.openshift.io/v1","namespace":"","verb":"\(verb)",\
                    "resourceAPIGroup":"project.openshift.io","resourceAPIVersion":"","resource":"projectrequests",\
                    "resourceName":"","path":"","isNonResourceURL":false,"content":null,"user":"","groups":null,"scopes":null}
                    """
                let path = "/apis/authorization.openshift.io/v1/subjectaccessreviews"
                let reply = try await user.send("POST", path, review)
                #expect(reply.status == 201 && reply.json["allowed"]?.bool == true, "\(reply)")
            }
            let motd = try await user.get("/api/v1/namespaces/openshift/configmaps/motd")
            #expect([403, 404].contains(motd.status))
            let logout = try await user.send(
                "DELETE",
                "/apis/oauth.openshift.io/v1/oauthaccesstokens/\(Self.objectName(of: token))",
                "{}"
            )
            #expect(logout.status == 200, "\(logout)")
            #expect(try await user.get("/apis/user.openshift.io/v1/users/~").status == 401)
            #expect(!cluster.logs.contains(token) && !cluster.logs.contains(code))
        }
    }

    @Test
    func `is refused for every reason there is, and says which`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let password = Cluster.passwords["user1"] ?? ""
            let login = try await OAuthLogin(cluster.anonymous)
            let wrong = try await login.authorize(user: "user1", password: "wrong")
            #expect(wrong.status == 401 && wrong["WWW-Authenticate"] != nil, "\(wrong)")
            let unknown = try await login.authorize(user: "nobody", password: "wrong")
            #expect(unknown.status == 401 && unknown.body == wrong.body)
            let empty = try await login.authorize(user: "user1", password: "")
            #expect(empty.status == 401)
            let forged = try await login.authorize(hasCSRFHeader: false)
            #expect(forged.status == 401 && forged["WWW-Authenticate"] == nil, "\(forged)")
            #expect(forged["Warning"]?.contains("X-CSRF-Token") == true)
            for redirect in ["https://evil.example/", "/\\evil.example", login.redirectURI + ".evil.example"] {
                let reply = try await login.authorize(user: "user1", password: password, redirectURI: redirect)
                #expect(reply.status == 400 && reply["Location"] == nil, "\(redirect): \(reply)")
            }
            let client = try await login.authorize(user: "user1", password: password, client: "nobody")
            #expect(client.status == 400 && client.text.contains("unauthorized_client"), "\(client)")
            let code = try #require(OAuthLogin.code(try await login.authorize(user: "user1", password: password)))
            let verifier = String(repeating: "x", count: 43)
            let mismatch = try await login.exchange(code, verifier: verifier)
            #expect(mismatch.status == 400 && mismatch.json["error"]?.string == "invalid_grant", "\(mismatch)")
            let invented = try await login.exchange("sha256~" + verifier)
            #expect(invented.status == 400, "\(invented)")
            #expect(try await cluster.anonymous.bearing("sha256~" + verifier).get("/api/v1/namespaces").status == 401)
        }
    }

    @Test
    func `of one code by many at once yields one token`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let login = try await OAuthLogin(cluster.anonymous)
            let answer = try await login.authorize(user: "user1", password: Cluster.passwords["user1"] ?? "")
            let code = try #require(OAuthLogin.code(answer))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<16 { group.addTask { try await login.exchange(code).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count <= 1, "\(statuses)")
            #expect(statuses.filter { $0 >= 500 }.isEmpty, "\(statuses)")
        }
    }

    @Test
    func `follows the accounts' file within seconds`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            let user1 = try await cluster.user("user1")
            try await cluster.setAccounts(["user1": "another one", "user3": "password-three"])
            try await eventually { _ = try await cluster.token("user3", password: "password-three") }
            try await eventually { _ = try await cluster.token("user1", password: "another one") }
            await #expect(throws: (any Error).self) { try await cluster.token("user1") }
            await #expect(throws: (any Error).self) { try await cluster.token("user2") }
            // who was logged in stays so, as in OpenShift
            #expect(try await whoami(user1) == "user1")
        }
    }

    @Test
    func `is served by somebody who may do that and nothing else`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasAccounts: true)
            _ = try await cluster.token("user1")
            let server = cluster.oauthServer
            for path in [
                "/apis/config.openshift.io/v1/oauths/cluster", "/apis/user.openshift.io/v1/users/user1",
                "/api/v1/namespaces/openshift-config/secrets/htpass-secret",
                "/apis/oauth.openshift.io/v1/oauthaccesstokens",
            ] {
                #expect(try await server.get(path).status == 200, "\(path)")
            }
            // allowed, but there is none here
            #expect(try await server.get("/api/v1/namespaces/kube-system/secrets/kubeadmin").status == 404)
            for path in [
                "/api/v1/secrets", "/api/v1/namespaces/default/secrets/kubeadmin",
                "/api/v1/namespaces/openshift-config/secrets", "/api/v1/namespaces/kube-system/secrets/other",
                "/apis/user.openshift.io/v1/users", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "/api/v1/namespaces/default/configmaps",
            ] {
                #expect(try await server.get(path).status == 403, "\(path)")
            }
            let binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"x"},\
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},\
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"system:oauth-server"}]}
                """
            let path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
            #expect(try await server.send("POST", path, binding).status == 403)
        }
    }

    /// The name of the object that stands for a token: the hash of what follows the prefix.
    static func objectName(of token: String) -> String {
        SHA.base64URL(of: String(token.dropFirst("sha256~".count)), prefix: "sha256~")
    }
}
