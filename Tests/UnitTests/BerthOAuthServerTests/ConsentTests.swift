import BerthTesting
import Kubernetes
import Testing

@testable import BerthOAuthServer

@Suite struct `A client that has to ask` {
    private static let redirect = "https://app.example/cb"

    private static func fields(scope: String) -> String {
        RunningOAuthServer.form([
            ("client_id", "app"), ("redirect_uri", redirect), ("response_type", "code"), ("state", "s1"),
            ("scope", scope),
        ])
    }

    private static func run(
        grantMethod: String = "prompt",
        more: [(String, JSONValue)] = [],
        _ body: @escaping @Sendable (RunningOAuthServer) async throws -> Void
    ) async throws {
        try await RunningOAuthServer.run(
            configure: {
                RunningOAuthServer.addClient(
                    $0,
                    "app",
                    redirects: [redirect],
                    secret: "app-secret",
                    grantMethod: grantMethod,
                    more: more
                )
            },
            body
        )
    }

    @Test func `gets a code after consent, and later without a question`() async throws {
        try await Self.run { server in
            let target = "/oauth/authorize?\(Self.fields(scope: "user:info user:check-access"))"
            let (cookies, _) = try await server.browserLogin()
            let asked = try await server.http.request("GET", target, headers: [("Cookie", cookies)])
            let approve = try #require(asked["Location"])
            #expect(approve.hasPrefix("/oauth/authorize/approve?then="))
            let page = try await server.http.request("GET", approve, headers: [("Cookie", cookies)])
            #expect(page.status == 200)
            #expect(page.text.contains("<strong>app</strong>"))
            #expect(page.text.contains("user:check-access"))
            let csrf = RunningOAuthServer.hidden("csrf", in: page) ?? ""
            let then = RunningOAuthServer.hidden("then", in: page) ?? ""
            let ssn = cookies.split(separator: "; ").last.map(String.init) ?? ""
            let headers = [("Cookie", "\(ssn); csrf=\(csrf)")]
            let forged = try await server.post(
                "/oauth/authorize/approve",
                [("then", then), ("csrf", "x"), ("approve", "true")],
                headers: headers
            )
            #expect(forged.status == 400)
            let denied = try await server.post(
                "/oauth/authorize/approve",
                [("then", then), ("csrf", csrf), ("deny", "true")],
                headers: headers
            )
            #expect(denied["Location"]?.hasPrefix(Self.redirect + "?error=access_denied&") == true)
            #expect(denied["Location"]?.hasSuffix("&state=s1") == true)
            let allowed = try await server.post(
                "/oauth/authorize/approve",
                [("then", then), ("csrf", csrf), ("approve", "true")],
                headers: headers
            )
            #expect(allowed["Location"] == then)
            let noted = server.api.object("/apis/oauth.openshift.io/v1/oauthclientauthorizations/user1:app")
            #expect(noted?["scopes"] == ["user:info", "user:check-access"])
            let given = try await server.http.request("GET", then, headers: headers)
            #expect(given["Location"]?.hasPrefix(Self.redirect + "?code=sha256~") == true)
            // more than was allowed is asked for again
            let (more, _) = try await server.browserLogin()
            let full = try await server.http.request(
                "GET",
                "/oauth/authorize?\(Self.fields(scope: "user:full"))",
                headers: [("Cookie", more)]
            )
            #expect(full["Location"]?.hasPrefix("/oauth/authorize/approve?") == true)
        }
    }

    @Test(arguments: [
        "//evil.example/oauth/authorize", "https://evil.example", "/login?then=/", "/oauth/authorize?client_id=nobody",
    ])
    func `is approved for requests of its own only`(_ then: String) async throws {
        try await Self.run { server in
            let (cookies, _) = try await server.browserLogin()
            let reply = try await server.http.request(
                "GET",
                "/oauth/authorize/approve?then=\(FormText.encode(then))",
                headers: [("Cookie", cookies)]
            )
            #expect(reply.status == 400)
        }
    }

    @Test func `without a grant method gets nothing`() async throws {
        try await Self.run(grantMethod: "") { server in
            let (cookies, _) = try await server.browserLogin()
            let reply = try await server.http.request(
                "GET",
                "/oauth/authorize?\(Self.fields(scope: ""))",
                headers: [("Cookie", cookies)]
            )
            #expect(reply["Location"]?.hasPrefix(Self.redirect + "?error=access_denied") == true)
        }
    }

    @Test func `may ask only for the scopes it is restricted to`() async throws {
        let restrictions: JSONValue = [
            ["literals": ["user:info"]], ["clusterRole": ["roleNames": ["view"], "namespaces": ["*"]]],
        ]
        try await Self.run(grantMethod: "auto", more: [("scopeRestrictions", restrictions)]) { server in
            for (scope, isGiven) in [
                ("user:info", true), ("role:view:team-a", true), ("role:view:team-a:!", false),
                ("role:admin:team-a", false), ("user:full", false), ("", false),
            ] {
                let reply = try await server.http.request(
                    "GET",
                    "/oauth/authorize?\(Self.fields(scope: scope))",
                    headers: [RunningOAuthServer.basic("user1", "secret1")]
                )
                #expect((reply["Location"]?.contains("code=sha256~") ?? false) == isGiven, "\(scope): \(reply)")
            }
        }
    }
}
