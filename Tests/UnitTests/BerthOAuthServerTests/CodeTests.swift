import BerthTesting
import Logging
import Kubernetes
import KubernetesClient
import Synchronization
import Testing

@testable import BerthOAuthServer

/// Counts calls.
private final class Reads: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock(\.self) }
    func note() { number.withLock { $0 += 1 } }
}

@Suite struct `A code` {
    @Test func `that comes again ends the token it was exchanged for`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            let other = try await server.code()
            #expect(try await server.exchange(code).status == 200)
            #expect(try await server.exchange(other).status == 200)
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 2)
            #expect(try await server.exchange(code).status == 400)
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 1)
            #expect(try await server.exchange(code).status == 400)
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 1)
        }
    }

    @Test func `that comes again after a restart ends the token it was exchanged for`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            #expect(try await server.exchange(code).status == 200)
            #expect(try await server.exchange(try await server.code()).status == 200)
            // another process: it knows nothing but what the API keeps
            let restarted = TokenStore(
                client: server.client,
                providers: IdentityProviders(client: server.client, age: .zero, logger: Logger(label: "test")),
                limits: RunningOAuthServer.quickLimits,
                now: { server.clock.now }
            )
            let name = OAuthTokenName.hashed(code) ?? ""
            let tokens = server.api.objects(RunningOAuthServer.tokens)
            #expect(tokens.count { $0["authorizeToken"]?.string == name } == 1)
            #expect(!tokens.contains { $0.serialized().contains(code) })
            #expect(try await restarted.revokeTokens(ofSpent: "sha256~never") == nil)
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 2)
            #expect(try await restarted.revokeTokens(ofSpent: name) == "user1")
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 1)
            #expect(try await restarted.revokeTokens(ofSpent: name) == nil)
        }
    }

    @Test func `that came again while the API was away ends its token the next time`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            #expect(try await server.exchange(code).status == 200)
            server.api.isDown = true
            #expect(try await server.exchange(code).status == 503)
            server.api.isDown = false
            #expect(try await server.exchange(code).status == 400)
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
        }
    }

    @Test func `that never was costs no list of all tokens, but the first`() async throws {
        let codes = SpentCodes()
        let reads = Reads()
        let kept = SpentCodes.Token(name: "t", code: "c", expiry: 100)
        try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<100 {
                group.addTask {
                    let code = number == 50 ? "c" : "never\(number)"
                    return try await codes.tokens(of: code, now: 1) {
                        reads.note()
                        try await Task.sleep(for: .milliseconds(20))
                        return [kept]
                    }.map(\.name)
                }
            }
            let found = try await group.reduce(into: []) { $0 += $1 }
            #expect(found == ["t"])
        }
        #expect(reads.count == 1)
        codes.forget(kept)
        #expect(try await codes.tokens(of: "c", now: 1) { [kept] }.isEmpty)
    }

    @Test func `is neither given out nor used up by HEAD`() async throws {
        try await RunningOAuthServer.run { server in
            let query = RunningOAuthServer.form(RunningOAuthServer.authorizeFields())
            let credentials = [("X-CSRF-Token", "1"), RunningOAuthServer.basic("user1", "secret1")]
            let head = try await server.http.request("HEAD", "/oauth/authorize?\(query)", headers: credentials)
            #expect(head.status == 405)
            #expect(server.api.objects(RunningOAuthServer.codes).isEmpty)
            let code = try await server.code()
            let fields = RunningOAuthServer.form([
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RunningOAuthServer.implicitURI),
                ("code_verifier", RunningOAuthServer.verifier), ("client_id", "openshift-challenging-client"),
            ])
            #expect(try await server.http.request("HEAD", "/oauth/token?\(fields)").status == 405)
            #expect(try await server.exchange(code).status == 200)
        }
    }

    @Test func `yields no more than one token, however many ask at once`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try await server.exchange(code).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // none where another came before the answer; whoever came too late has ended it
            #expect(statuses.count { $0 == 200 } <= 1)
            #expect(statuses.allSatisfy { [200, 400].contains($0) })
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
            #expect(server.api.objects(RunningOAuthServer.codes).isEmpty)
        }
    }

    @Test func `is worth nothing the second time`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            #expect(try await server.exchange(code).status == 200)
            let again = try await server.exchange(code)
            #expect(again.status == 400)
            #expect(RunningOAuthServer.json(again)["error"] == "unauthorized_client")
        }
    }

    @Test func `ends after a minute`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            server.clock.advance(61)
            let reply = try await server.exchange(code)
            #expect(reply.status == 400)
            #expect(RunningOAuthServer.json(reply)["error"] == "invalid_grant")
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
        }
    }

    @Test(
        arguments: [
            ["code_verifier": nil], ["code_verifier": ""], ["code_verifier": String(repeating: "a", count: 43)],
            ["code_verifier": RunningOAuthServer.challenge], ["redirect_uri": "https://evil.example"],
            ["redirect_uri": RunningOAuthServer.implicitURI + "/"],
        ] as [[String: String?]]
    )
    func `is bound to its verifier and redirect URI`(_ changes: [String: String?]) async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            let reply = try await server.exchange(code, changes)
            #expect(reply.status == 400)
            #expect(RunningOAuthServer.json(reply)["error"] == "invalid_grant")
            // whoever has it right still may
            #expect(try await server.exchange(code).status == 200)
        }
    }

    @Test func `is bound to its client`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code()
            let reply = try await server.exchange(code, client: ("openshift-cli-client", ""))
            #expect(RunningOAuthServer.json(reply)["error"] == "invalid_grant")
            #expect(try await server.exchange(code, client: ("console", "wrong")).status == 400)
        }
    }

    @Test func `asked for with a plain challenge wants the same text`() async throws {
        try await RunningOAuthServer.run { server in
            let code = try await server.code([
                "code_challenge": RunningOAuthServer.verifier, "code_challenge_method": "plain",
            ])
            #expect(try await server.exchange(code).status == 200)
            let other = try await server.code([
                "code_challenge": RunningOAuthServer.verifier, "code_challenge_method": nil,
            ])
            #expect(try await server.exchange(other).status == 200)
        }
    }

    @Test func `of a confidential client needs its secret and no proof, but takes no proof it did not ask for`()
        async throws
    {
        try await RunningOAuthServer.run { server in
            let changes: [String: String?] = [
                "client_id": "console", "redirect_uri": "https://console.example/auth/callback",
                "code_challenge": nil, "code_challenge_method": nil,
            ]
            let redirect: [String: String?] = [
                "redirect_uri": "https://console.example/auth/callback", "code_verifier": nil,
            ]
            let code = try await server.code(changes)
            #expect(!code.isEmpty)
            for client in [("console", ""), ("console", "console-secre"), ("nobody", ""), ("", "")] {
                let reply = try await server.exchange(code, redirect, client: client)
                #expect(reply.status == 400)
                #expect(RunningOAuthServer.json(reply)["error"] == "unauthorized_client")
            }
            let downgraded = try await server.exchange(
                code,
                ["redirect_uri": "https://console.example/auth/callback"],
                client: ("console", "console-secret")
            )
            #expect(RunningOAuthServer.json(downgraded)["error"] == "invalid_grant")
            let inForm = redirect.merging(["client_id": "console", "client_secret": "console-secret"]) { $1 }
            #expect(try await server.exchange(code, inForm, client: nil).status == 200)
        }
    }

    @Test func `for an application on the user's machine goes to any port of it`() async throws {
        try await RunningOAuthServer.run { server in
            let uri = "http://127.0.0.1:49152/callback"
            let code = try await server.code(["client_id": "openshift-cli-client", "redirect_uri": uri])
            let reply = try await server.exchange(
                code,
                ["redirect_uri": uri, "client_id": "openshift-cli-client"],
                client: nil
            )
            #expect(reply.status == 200, "\(reply)")
        }
    }
}

@Suite struct `The token endpoint` {
    @Test(
        arguments: [
            (["grant_type": "password"], "unsupported_grant_type"),
            (["grant_type": "client_credentials"], "unsupported_grant_type"),
            (["grant_type": "refresh_token"], "unsupported_grant_type"), (["grant_type": nil], "invalid_request"),
            (["code": nil], "invalid_grant"), (["code": "sha256~unknown"], "unauthorized_client"),
            (["code": "../x"], "unauthorized_client"),
        ] as [([String: String?], String)]
    )
    func `refuses in RFC 6749's words`(_ changes: [String: String?], _ code: String) async throws {
        try await RunningOAuthServer.run { server in
            let reply = try await server.exchange("sha256~x", changes)
            #expect(reply.status == 400)
            #expect(reply["Content-Type"] == "application/json")
            #expect(RunningOAuthServer.json(reply)["error"] == .string(code))
            #expect(RunningOAuthServer.json(reply)["error_description"]?.string?.isEmpty == false)
        }
    }

    @Test func `refuses forms that are too large, doubled or unreadable`() async throws {
        try await RunningOAuthServer.run { server in
            let large = try await server.post("/oauth/token", [("code", String(repeating: "a", count: 70_000))])
            #expect(large.status == 413)
            let many = try await server.post("/oauth/token", (0..<100).map { ("f\($0)", "x") })
            #expect(many.status == 400)
            let doubled = try await server.post("/oauth/token", [("grant_type", "a"), ("grant_type", "b")])
            #expect(RunningOAuthServer.json(doubled)["error"] == "invalid_request")
            for body in ["code=%zz", "code=%ff"] {
                let reply = try await server.http.request(
                    "POST",
                    "/oauth/token",
                    headers: [("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array(body.utf8)
                )
                #expect(reply.status == 400)
            }
            #expect(try await server.http.request("DELETE", "/oauth/token").status == 405)
        }
    }

    @Test func `gives tokens the life that client or cluster say`() async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setProviders(
                server.api,
                [("htpasswd_provider", "htpass-secret", "claim")],
                tokenConfig: ["accessTokenMaxAgeSeconds": 7200, "accessTokenInactivityTimeout": "10m0s"]
            )
            let first = RunningOAuthServer.json(try await server.exchange(try await server.code()))
            #expect(first["expires_in"] == 7200)
            #expect(server.api.objects(RunningOAuthServer.tokens)[0]["inactivityTimeoutSeconds"] == 600)
            RunningOAuthServer.addClient(
                server.api,
                "openshift-challenging-client",
                redirects: [RunningOAuthServer.implicitURI],
                challenges: true,
                more: [("accessTokenMaxAgeSeconds", 0), ("accessTokenInactivityTimeoutSeconds", 400)]
            )
            let second = RunningOAuthServer.json(try await server.exchange(try await server.code()))
            #expect(second["access_token"] != nil)
            #expect(second["expires_in"] == nil)
            let objects = server.api.objects(RunningOAuthServer.tokens)
            #expect(objects.contains { $0["expiresIn"] == 0 && $0["inactivityTimeoutSeconds"] == 400 })
        }
    }

    @Test func `tells of tokens and revokes them, for their client alone`() async throws {
        try await RunningOAuthServer.run { server in
            let document = RunningOAuthServer.json(try await server.exchange(try await server.code()))
            let token = document["access_token"]?.string ?? ""
            let info = RunningOAuthServer.json(try await server.http.request("GET", "/oauth/info?code=\(token)"))
            #expect(info["client_id"] == "openshift-challenging-client")
            #expect(info["scope"] == "user:full")
            let foreign = try await server.post(
                "/oauth/revoke",
                [("token", token)],
                headers: [RunningOAuthServer.basic("console", "console-secret")]
            )
            #expect(foreign.status == 400)
            let own = [RunningOAuthServer.basic("openshift-challenging-client", "")]
            #expect(try await server.post("/oauth/revoke", [("token", token)], headers: own).status == 200)
            #expect(try await server.post("/oauth/revoke", [("token", token)], headers: own).status == 200)
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
            #expect(try await server.http.request("GET", "/oauth/info?code=\(token)").status == 400)
        }
    }

    @Test func `leaves no token behind that has expired`() async throws {
        try await RunningOAuthServer.run { server in
            _ = try await server.exchange(try await server.code())
            _ = try await server.code()
            let reaper = TokenReaper(
                client: server.client,
                interval: .seconds(1),
                now: { server.clock.now },
                logger: Logger(label: "test")
            )
            try await reaper.reap(.oauthAuthorizeTokens)
            #expect(server.api.objects(RunningOAuthServer.codes).count == 1)
            server.clock.advance(200)
            try await reaper.reap(.oauthAuthorizeTokens)
            try await reaper.reap(.oauthAccessTokens)
            #expect(server.api.objects(RunningOAuthServer.codes).isEmpty)
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 1)
            server.clock.advance(90_000)
            try await reaper.reap(.oauthAccessTokens)
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
        }
    }
}
