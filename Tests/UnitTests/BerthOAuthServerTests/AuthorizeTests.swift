import BerthTesting
import Kubernetes
import Testing

@testable import BerthOAuthServer

@Suite struct `The authorize endpoint` {
    @Test func `gives oc a code and the token endpoint a token`() async throws {
        try await RunningOAuthServer.run { server in
            let challenged = try await server.authorize()
            #expect(challenged.status == 401)
            #expect(challenged["WWW-Authenticate"] == "Basic realm=\"openshift\"")
            let reply = try await server.authorize(user: ("user1", "secret1"))
            #expect(reply.status == 302)
            let location = reply["Location"] ?? ""
            #expect(location.hasPrefix(RunningOAuthServer.implicitURI + "?code=sha256~"))
            #expect(location.hasSuffix("&state="))
            let code = RunningOAuthServer.parameter("code", of: location) ?? ""
            let answer = try await server.exchange(code)
            #expect(answer.status == 200, "\(answer)")
            let document = RunningOAuthServer.json(answer)
            #expect(document["token_type"] == "Bearer")
            #expect(document["expires_in"] == 86400)
            #expect(document["scope"] == "user:full")
            let token = document["access_token"]?.string ?? ""
            let name = try #require(OAuthTokenName.hashed(token))
            let object = try #require(server.api.object(RunningOAuthServer.tokens + "/" + name))
            #expect(object["userName"] == "user1")
            #expect(object["clientName"] == "openshift-challenging-client")
            #expect(object["authorizeToken"] == .string(OAuthTokenName.hashed(code) ?? ""))
            #expect(object["redirectURI"] == .string(RunningOAuthServer.implicitURI))
            #expect(object["expiresIn"] == 86400)
            let user = try #require(server.api.object(RunningOAuthServer.users + "/user1"))
            #expect(object["userUID"] == .string(user.uid))
            #expect(user["identities"] == ["htpasswd_provider:user1"])
            let identity = server.api.object(RunningOAuthServer.identities + "/htpasswd_provider:user1")
            #expect(identity?["user"] == ["name": "user1", "uid": .string(user.uid)])
            #expect(!object.serialized().contains(token))
        }
    }

    @Test func `challenges only who sends the header against forged requests`() async throws {
        try await RunningOAuthServer.run { server in
            for headers in [[], [("X-CSRF-Token", "")]] {
                let reply = try await server.authorize(headers: headers)
                #expect(reply.status == 401)
                #expect(reply["WWW-Authenticate"] == nil)
                #expect(reply["Warning"]?.hasPrefix("199 Origin \"A non-empty X-CSRF-Token header") == true)
                #expect(!reply.text.isEmpty)
            }
        }
    }

    @Test func `answers a wrong password like an unknown user`() async throws {
        try await RunningOAuthServer.run { server in
            let wrong = try await server.authorize(user: ("user1", "wrong"))
            let unknown = try await server.authorize(user: ("nobody", "wrong"))
            #expect(wrong.status == 401)
            #expect(unknown.status == 401)
            #expect(wrong["WWW-Authenticate"] == "Basic realm=\"openshift\"")
            #expect(wrong.text == unknown.text)
            #expect(wrong.headers.map(\.name) == unknown.headers.map(\.name))
        }
    }

    @Test(arguments: [
        "Basic !!!", "Basic", "Basic dXNlcg==", "Basic /w==", "Digest x", "Basic \u{e9}", "x", "Bearer abc",
        "Basic " + String(repeating: "A", count: 9000),
    ])
    func `never fails over a header that makes no sense`(_ header: String) async throws {
        try await RunningOAuthServer.run { server in
            let reply = try await server.authorize(headers: [("X-CSRF-Token", "1"), ("Authorization", header)])
            #expect([400, 401].contains(reply.status), "\(header): \(reply)")
            #expect(reply["Location"] == nil)
        }
    }

    @Test func `sends nobody anywhere before client and redirect URI are valid`() async throws {
        try await RunningOAuthServer.run { server in
            let unknown = try await server.authorize(["client_id": "nobody"], user: ("user1", "secret1"))
            #expect(unknown.status == 400)
            #expect(RunningOAuthServer.json(unknown)["error"] == "unauthorized_client")
            for uri in [
                "https://evil.example/", RunningOAuthServer.implicitURI + "/x", RunningOAuthServer.implicitURI + "?x",
                RunningOAuthServer.implicitURI + "#x", "//evil.example", "javascript:alert(1)",
                RunningOAuthServer.implicitURI + "/../../x", "http://oauth.example:6444/oauth/token/implicit",
                "https://oauth.example:6444@evil.example/oauth/token/implicit",
            ] {
                let reply = try await server.authorize(["redirect_uri": uri, "scope": "nonsense"])
                #expect(reply.status == 400, "\(uri)")
                #expect(reply["Location"] == nil)
            }
            let twice = RunningOAuthServer.form(RunningOAuthServer.authorizeFields())
            let reply = try await server.http.request(
                "GET",
                "/oauth/authorize?\(twice)&redirect_uri=https%3A%2F%2Fevil.example"
            )
            #expect(reply.status == 400)
        }
    }

    @Test(
        arguments: [
            (["response_type": "password"], "unsupported_response_type"),
            (["response_type": nil], "unsupported_response_type"),
            (["scope": "user:full user:everything"], "invalid_scope"), (["code_challenge": nil], "invalid_request"),
            (["code_challenge": "short"], "invalid_request"), (["code_challenge_method": "S512"], "invalid_request"),
            (["scope": "role:admin"], "invalid_scope"),
        ] as [([String: String?], String)]
    )
    func `tells the client of an error once it is sure of it`(
        _ changes: [String: String?],
        _ code: String
    ) async throws {
        try await RunningOAuthServer.run { server in
            let reply = try await server.authorize(
                changes.merging(["state": "a b&c"]) { $1 },
                user: ("user1", "secret1")
            )
            #expect(reply.status == 302, "\(reply)")
            let location = reply["Location"] ?? ""
            #expect(location.hasPrefix(RunningOAuthServer.implicitURI + "?"))
            #expect(RunningOAuthServer.parameter("error", of: location) == code)
            #expect(RunningOAuthServer.parameter("state", of: location) == "a b&c")
            #expect(server.api.objects(RunningOAuthServer.codes).isEmpty)
        }
    }

    @Test func `gives older clients a token in the fragment`() async throws {
        try await RunningOAuthServer.run { server in
            let reply = try await server.authorize(
                ["response_type": "token", "code_challenge": nil, "code_challenge_method": nil],
                user: ("user1", "secret1")
            )
            #expect(reply.status == 302)
            let location = reply["Location"] ?? ""
            #expect(location.hasPrefix(RunningOAuthServer.implicitURI + "#access_token=sha256~"))
            #expect(location.hasSuffix("&expires_in=86400&scope=user%3Afull&token_type=Bearer"))
            let errors = try await server.authorize(
                ["response_type": "token", "scope": "x"],
                user: ("user1", "secret1")
            )
            #expect(errors["Location"]?.hasPrefix(RunningOAuthServer.implicitURI + "#error=invalid_scope") == true)
        }
    }

    @Test func `carries the headers of a server of secrets on every answer`() async throws {
        try await RunningOAuthServer.run { server in
            for path in ["/oauth/authorize", "/login?then=%2F", "/nowhere", "/healthz", "/oauth/token", "/"] {
                let reply = try await server.http.request("GET", path)
                #expect(reply["Cache-Control"] == "no-cache, no-store, max-age=0, must-revalidate", "\(path)")
                #expect(reply["Pragma"] == "no-cache")
                #expect(reply["Expires"] == "0")
                #expect(reply["Referrer-Policy"] == "strict-origin-when-cross-origin")
                #expect(reply["X-Content-Type-Options"] == "nosniff")
                #expect(reply["X-Dns-Prefetch-Control"] == "off")
                #expect(reply["X-Frame-Options"] == "DENY")
                #expect(reply["X-Xss-Protection"] == "1; mode=block")
            }
        }
    }

    @Test func `says 503 while the API server is away, and recovers`() async throws {
        try await RunningOAuthServer.run { server async throws in
            server.api.isDown = true
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 503)
            #expect(try await server.http.request("GET", "/readyz").status == 503)
            #expect(try await server.http.request("GET", "/healthz").status == 200)
            server.api.isDown = false
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
        }
    }
}
