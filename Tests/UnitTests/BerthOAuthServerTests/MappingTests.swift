import BerthTesting
import Kubernetes
import Testing

@testable import BerthOAuthServer

@Suite struct `An identity` {
    private static let users = RunningOAuthServer.users
    private static let identities = RunningOAuthServer.identities

    private static func putUser(_ server: RunningOAuthServer, _ name: String, _ identities: [String]) -> JSONValue {
        server.api.put(
            users,
            ["kind": "User", "metadata": ["name": .string(name)], "identities": JSONValue(strings: identities)]
        )
    }

    /// Logs user1 in and expects this status.
    private static func expectLogin(_ status: Int, _ server: RunningOAuthServer) async throws {
        let reply = try await server.authorize(user: ("user1", "secret1"))
        #expect(reply.status == status, "\(reply)")
    }

    private static func useMapping(_ method: String, _ server: RunningOAuthServer) {
        RunningOAuthServer.setProviders(server.api, [("htpasswd_provider", "htpass-secret", method)])
    }

    @Test func `claims a user without identity, and no other`() async throws {
        try await RunningOAuthServer.run { server in
            _ = Self.putUser(server, "user1", [])
            _ = Self.putUser(server, "user2", ["other:user2"])
            try await Self.expectLogin(302, server)
            #expect(server.api.object(Self.users + "/user1")?["identities"] == ["htpasswd_provider:user1"])
            let refused = try await server.authorize(user: ("user2", "secret2"))
            #expect(refused.status == 500)
            #expect(
                refused.text
                    == "Error: user \"user2\" cannot be claimed by identity \"htpasswd_provider:user2\" because "
                    + "it is already mapped to [other:user2]\n"
            )
            #expect(refused["WWW-Authenticate"] == nil)
            let reply = try await server.browserLogin("user2", "secret2").reply
            #expect(reply["Location"]?.hasPrefix("/login?reason=mapping_error") == true)
        }
    }

    @Test func `is looked up and never made`() async throws {
        try await RunningOAuthServer.run { server in
            Self.useMapping("lookup", server)
            try await Self.expectLogin(500, server)
            #expect(server.api.objects(Self.users).isEmpty)
            let user = Self.putUser(server, "alias", ["htpasswd_provider:user1"])
            server.api.put(
                Self.identities,
                [
                    "kind": "Identity", "metadata": ["name": "htpasswd_provider:user1"],
                    "user": ["name": "alias", "uid": .string(user.uid)],
                ]
            )
            try await Self.expectLogin(302, server)
            #expect(server.api.objects(RunningOAuthServer.codes)[0]["userName"] == "alias")
        }
    }

    @Test func `is added beside others`() async throws {
        try await RunningOAuthServer.run { server in
            Self.useMapping("add", server)
            _ = Self.putUser(server, "user1", ["other:user1"])
            try await Self.expectLogin(302, server)
            #expect(
                server.api.object(Self.users + "/user1")?["identities"] == ["other:user1", "htpasswd_provider:user1"]
            )
        }
    }

    @Test func `gets another name where the preferred one is taken`() async throws {
        try await RunningOAuthServer.run { server in
            Self.useMapping("generate", server)
            _ = Self.putUser(server, "user1", ["other:user1"])
            try await Self.expectLogin(302, server)
            try await Self.expectLogin(302, server)
            #expect(server.api.object(Self.users + "/user12")?["identities"] == ["htpasswd_provider:user1"])
            #expect(server.api.objects(Self.users).count == 2)
        }
    }

    @Test(arguments: ["claim", "add", "generate"])
    func `of a new user that logs in many times at once becomes one user`(_ method: String) async throws {
        try await RunningOAuthServer.run { server in
            Self.useMapping(method, server)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await server.authorize(user: ("user1", "secret1")).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [Int](repeating: 302, count: 20))
            #expect(server.api.objects(Self.users).count == 1)
            #expect(server.api.objects(Self.identities).count == 1)
        }
    }

    @Test(arguments: ["~", "..", "a/b", "a%b"])
    func `never becomes whoever the API calls by a special name`(_ name: String) async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setPasswords(server.api, [name + ":" + PasswordSample.hash("secret")])
            _ = Self.putUser(server, name, [])
            let reply = try await server.authorize(user: (name, "secret"))
            #expect(reply.status == 500)
            #expect(reply.text.hasPrefix("Error: User.user.openshift.io"))
            #expect(server.api.objects(Self.identities).isEmpty)
        }
    }

    @Test func `half made is completed by the next login`() async throws {
        try await RunningOAuthServer.run { server in
            _ = Self.putUser(server, "user1", ["htpasswd_provider:user1"])
            try await Self.expectLogin(302, server)
            #expect(server.api.object(Self.identities + "/htpasswd_provider:user1")?["user"]?["name"] == "user1")
        }
    }

    @Test func `whose user was deleted stays without one`() async throws {
        try await RunningOAuthServer.run { server in
            try await Self.expectLogin(302, server)
            server.api.remove(Self.users + "/user1")
            try await Self.expectLogin(500, server)
            // nor does a later user of that name get it
            _ = Self.putUser(server, "user1", ["htpasswd_provider:user1"])
            try await Self.expectLogin(500, server)
        }
    }
}

@Suite struct `The first administrator` {
    private static let password = "abcde-fghij-klmno-pqrst"

    @Test func `logs in by its Secret and is no User`() async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setKubeadmin(server.api, password: Self.password)
            #expect(try await server.authorize(user: ("kubeadmin", Self.password)).status == 302)
            let secret = try #require(server.api.object("/api/v1/namespaces/kube-system/secrets/kubeadmin"))
            let code = server.api.objects(RunningOAuthServer.codes)[0]
            #expect(code["userName"] == "kube:admin")
            #expect(code["userUID"] == .string(BootstrapUser.uid(ofSecret: secret) ?? ""))
            #expect(server.api.objects(RunningOAuthServer.users).isEmpty)
            #expect(server.api.objects(RunningOAuthServer.identities).isEmpty)
            // others log in beside it
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
            let choice = try await server.http.request("GET", "/login?then=%2F")
            #expect(choice.text.contains("/login/kube%3Aadmin?then="))
        }
    }

    @Test func `is nobody once the Secret is gone, and its session with it`() async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setKubeadmin(server.api, password: Self.password)
            let (cookies, _) = try await server.browserLogin("kubeadmin", Self.password, path: "/login/kube%3Aadmin")
            let query = RunningOAuthServer.form(RunningOAuthServer.authorizeFields())
            let target = "/oauth/authorize?\(query)"
            for _ in 0..<2 {
                #expect(try await server.http.request("GET", target, headers: [("Cookie", cookies)]).status == 302)
            }
            server.api.remove("/api/v1/namespaces/kube-system/secrets/kubeadmin")
            #expect(try await server.http.request("GET", target, headers: [("Cookie", cookies)]).status == 401)
            #expect(try await server.authorize(user: ("kubeadmin", Self.password)).status == 401)
        }
    }

    @Test func `is not made again later`() async throws {
        try await RunningOAuthServer.run { server in
            server.api.put("/api/v1/namespaces", ["kind": "Namespace", "metadata": ["name": "kube-system"]], age: 3700)
            RunningOAuthServer.setKubeadmin(server.api, password: Self.password)
            let reply = try await server.authorize(user: ("kubeadmin", Self.password))
            #expect(reply.status == 401)
        }
    }

    @Test func `needs a long password`() async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setKubeadmin(server.api, password: "short")
            let reply = try await server.authorize(user: ("kubeadmin", "short"))
            #expect(reply.status == 401)
        }
    }
}
