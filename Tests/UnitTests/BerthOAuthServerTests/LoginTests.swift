import BerthTesting
import Kubernetes
import Testing

@testable import BerthOAuthServer

@Suite struct `The login page` {
    @Test func `leads a browser from the request of a token to its display`() async throws {
        try await RunningOAuthServer.run { server in
            let start = try await server.http.request("GET", "/oauth/token/request")
            #expect(start.status == 302)
            let authorize = try #require(start["Location"])
            #expect(authorize.hasPrefix("/oauth/authorize?client_id=openshift-browser-client&"))
            let sent = try await server.http.request("GET", authorize)
            let login = try #require(sent["Location"])
            #expect(login.hasPrefix("/login?then=%2Foauth%2Fauthorize%3F"))
            let then = try #require(RunningOAuthServer.parameter("then", of: login))
            let (cookies, reply) = try await server.browserLogin(then: then)
            #expect(reply.status == 302)
            #expect(reply["Location"] == then)
            let back = try await server.http.request("GET", then, headers: [("Cookie", cookies)])
            let display = try #require(back["Location"])
            #expect(display.hasPrefix(RunningOAuthServer.issuer + "/oauth/token/display?code=sha256~"))
            let path = String(display.dropFirst(RunningOAuthServer.issuer.count))
            let button = try await server.http.request("GET", path, headers: [("Cookie", cookies)])
            #expect(button.status == 200)
            #expect(button.text.contains("Display Token"))
            #expect(server.api.objects(RunningOAuthServer.tokens).isEmpty)
            let csrf = RunningOAuthServer.hidden("csrf", in: button) ?? ""
            #expect(RunningOAuthServer.cookies(button)["csrf"] == csrf)
            let ssn = cookies.split(separator: "; ").last.map(String.init) ?? ""
            let fields = [("code", RunningOAuthServer.hidden("code", in: button) ?? ""), ("csrf", csrf)]
            let forged = try await server.post("/oauth/token/display", fields, headers: [("Cookie", cookies)])
            #expect(forged.status == 400)
            let headers = [("Cookie", "\(ssn); csrf=\(csrf)")]
            let shown = try await server.post("/oauth/token/display", fields, headers: headers)
            #expect(shown.status == 200, "\(shown)")
            #expect(shown.text.contains("oc login --token=sha256~"))
            #expect(shown.text.contains("--server=https://api.example:6443"))
            #expect(server.api.objects(RunningOAuthServer.tokens).count == 1)
        }
    }

    @Test func `shows nobody the token of a code that another browser got`() async throws {
        try await RunningOAuthServer.run { server in
            let reply = try await server.authorize(
                [
                    "client_id": "openshift-browser-client", "code_challenge": nil, "code_challenge_method": nil,
                    "redirect_uri": RunningOAuthServer.issuer + "/oauth/token/display",
                ],
                user: ("user2", "secret2")
            )
            let path = String((reply["Location"] ?? "").dropFirst(RunningOAuthServer.issuer.count))
            #expect(try await server.http.request("GET", path).status == 400)
            let (cookies, _) = try await server.browserLogin()
            #expect(try await server.http.request("GET", path, headers: [("Cookie", cookies)]).status == 400)
        }
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "/%5Cevil.example", "/\t/evil.example", "https://evil.example", "",
    ])
    func `sends nobody to another site`(_ then: String) async throws {
        try await RunningOAuthServer.run { server in
            let form = try await server.http.request("GET", "/login?then=\(FormText.encode(then))")
            #expect(form.status == 302)
            #expect(form["Location"] == "/")
            let good = try await server.http.request("GET", "/login?then=%2F")
            let csrf = RunningOAuthServer.hidden("csrf", in: good) ?? ""
            let reply = try await server.post(
                "/login",
                [("then", then), ("csrf", csrf), ("username", "user1"), ("password", "secret1")],
                headers: [("Cookie", "csrf=\(csrf)")]
            )
            #expect(reply["Location"] == "/")
            #expect(RunningOAuthServer.cookies(reply)["ssn"] == nil)
            let logout = try await server.post("/logout", [("then", then)])
            #expect(logout["Location"] == nil)
        }
    }

    @Test func `takes a form only from its own page`() async throws {
        try await RunningOAuthServer.run { server in
            let fields = [("then", "/"), ("username", "user1"), ("password", "secret1")]
            let planted = Base64URL.random() + "." + Base64URL.random()
            for (csrf, cookie) in [(nil, nil), ("x", nil), ("x", "x"), (planted, planted)] as [(String?, String?)] {
                let reply = try await server.post(
                    "/login",
                    fields + (csrf.map { [("csrf", $0)] } ?? []),
                    headers: cookie.map { [("Cookie", "csrf=\($0)")] } ?? []
                )
                #expect(reply["Location"]?.hasPrefix("/login?reason=token_expired") == true)
                #expect(RunningOAuthServer.cookies(reply)["ssn"] == nil)
            }
        }
    }

    @Test func `begins a new session that a planted cookie is no part of`() async throws {
        try await RunningOAuthServer.run { server in
            let (first, _) = try await server.browserLogin()
            let form = try await server.http.request("GET", "/login?then=%2F", headers: [("Cookie", first)])
            let csrf = RunningOAuthServer.cookies(form)["csrf"] ?? ""
            let ssn = first.split(separator: "; ").last.map(String.init) ?? ""
            let reply = try await server.post(
                "/login",
                [("then", "/"), ("csrf", csrf), ("username", "user2"), ("password", "secret2")],
                headers: [("Cookie", "\(ssn); csrf=\(csrf)")]
            )
            let second = RunningOAuthServer.cookies(reply)["ssn"] ?? ""
            #expect(!second.isEmpty)
            #expect("ssn=\(second)" != ssn)
            let line = reply.headers.first { $0.name.lowercased() == "set-cookie" && $0.value.hasPrefix("ssn=") }?.value
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=300"] {
                #expect(line?.contains(attribute) == true)
            }
            // the session the browser came with is over
            let query = RunningOAuthServer.form(RunningOAuthServer.authorizeFields())
            let old = try await server.http.request("GET", "/oauth/authorize?\(query)", headers: [("Cookie", ssn)])
            #expect(old.status == 401)
            let new = try await server.http.request(
                "GET",
                "/oauth/authorize?\(query)",
                headers: [("Cookie", "ssn=\(second)")]
            )
            #expect(new.status == 302)
            // and one login gives one answer
            let again = try await server.http.request(
                "GET",
                "/oauth/authorize?\(query)",
                headers: [("Cookie", "ssn=\(second)")]
            )
            #expect(again.status == 401)
        }
    }

    @Test func `forgets a session after five minutes, at logout, and when it was changed`() async throws {
        try await RunningOAuthServer.run { server in
            let query = RunningOAuthServer.form(RunningOAuthServer.authorizeFields())
            let (cookies, _) = try await server.browserLogin()
            // a link elsewhere logs nobody out
            #expect(try await server.http.request("GET", "/logout", headers: [("Cookie", cookies)]).status == 405)
            let out = try await server.http.request("POST", "/logout", headers: [("Cookie", cookies)], body: [])
            #expect(out.status == 200)
            #expect(RunningOAuthServer.cookies(out)["ssn"]?.isEmpty == true)
            let target = "/oauth/authorize?\(query)"
            #expect(try await server.http.request("GET", target, headers: [("Cookie", cookies)]).status == 401)
            let (later, _) = try await server.browserLogin()
            #expect(try await server.http.request("GET", target, headers: [("Cookie", later + "A")]).status == 401)
            server.clock.advance(301)
            #expect(try await server.http.request("GET", target, headers: [("Cookie", later)]).status == 401)
        }
    }

    @Test func `answers a wrong password like an unknown user`() async throws {
        try await RunningOAuthServer.run { server in
            let wrong = try await server.browserLogin("user1", "wrong").reply
            let unknown = try await server.browserLogin("nobody", "wrong").reply
            #expect(wrong.status == 302)
            #expect(wrong["Location"] == unknown["Location"])
            #expect(wrong["Location"]?.hasPrefix("/login?reason=access_denied&then=") == true)
            let page = try await server.http.request("GET", wrong["Location"] ?? "")
            #expect(page.text.contains("Invalid login or password"))
            #expect(page["Content-Security-Policy"]?.contains("default-src 'none'") == true)
        }
    }

    @Test func `offers each provider, and tries each for those who are challenged`() async throws {
        try await RunningOAuthServer.run { server in
            RunningOAuthServer.setPasswords(server.api, ["other:" + PasswordSample.hash("secret3")], secret: "more")
            RunningOAuthServer.setProviders(
                server.api,
                [("htpasswd_provider", "htpass-secret", "claim"), ("second one", "more", "claim")]
            )
            let choice = try await server.http.request("GET", "/login?then=%2F")
            #expect(choice.text.contains("href=\"/login/htpasswd_provider?then=%2F\""))
            #expect(choice.text.contains("href=\"/login/second%20one?then=%2F\""))
            #expect(try await server.authorize(user: ("other", "secret3")).status == 302)
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
            let reply = try await server.browserLogin("other", "secret3", path: "/login/second%20one").reply
            #expect(!(RunningOAuthServer.cookies(reply)["ssn"] ?? "").isEmpty)
            let wrong = try await server.browserLogin("other", "secret3", path: "/login/htpasswd_provider").reply
            #expect(wrong["Location"]?.contains("reason=access_denied") == true)
            #expect(try await server.http.request("GET", "/login/none?then=%2F").status == 404)
            #expect(server.api.object(RunningOAuthServer.identities + "/second one:other") != nil)
        }
    }

    @Test func `knows a changed password at once`() async throws {
        try await RunningOAuthServer.run { server async throws in
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
            RunningOAuthServer.setPasswords(server.api, ["user1:" + PasswordSample.hash("changed")])
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 401)
            #expect(try await server.authorize(user: ("user1", "changed")).status == 302)
            #expect(try await server.authorize(user: ("user2", "secret2")).status == 401)
            RunningOAuthServer.setProviders(server.api, [])
            #expect(try await server.authorize(user: ("user1", "changed")).status == 401)
        }
    }
}

@Suite struct `Whoever guesses passwords` {
    @Test func `is slowed down at one name, and nobody is locked out by it`() async throws {
        try await RunningOAuthServer.run { server in
            for number in 0..<8 {
                #expect(try await server.authorize(user: ("user1", "guess\(number)")).status == 401)
            }
            // all at once: how fast the machine is does not matter then
            let (wrong, slowed) = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let reply = try await server.authorize(user: ("user1", "more\(number)"))
                        return (reply.status, reply["Retry-After"] != nil)
                    }
                }
                var (wrong, slowed) = (0, 0)
                for try await (status, hasRetryAfter) in group {
                    if status == 401 { wrong += 1 }
                    if status == 429, hasRetryAfter { slowed += 1 }
                }
                return (wrong, slowed)
            }
            #expect(wrong <= 11)
            #expect(wrong + slowed == 40)
            // others at the same address go on
            #expect(try await server.authorize(user: ("user2", "secret2")).status == 302)
            // a form is slowed like a header
            #expect(try await server.browserLogin("user1", "guess").reply.status == 429)
            let unknown = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<40 {
                    group.addTask { try await server.authorize(user: ("nobody", "guess\(number)")).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(unknown.count { $0 == 401 } <= 11)
        }
    }

    @Test func `gets no further with one name after the other, and others still get in`() async throws {
        try await RunningOAuthServer.run { server in
            #expect(try await server.authorize(user: ("user2", "secret2")).status == 302)
            var statuses: [Int] = []
            for round in 0..<5 {
                statuses += try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<40 {
                        group.addTask { try await server.authorize(user: ("n\(round)-\(number)", "guess")).status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(statuses.allSatisfy { $0 == 401 || $0 == 429 })
            // of the free ones, and those that were being checked when they were used up
            #expect(statuses.count { $0 == 401 } <= 66)
            let refused = try await server.authorize(user: ("user1", "secret1"))
            #expect(refused.status == 429)
            #expect(refused["Retry-After"] == "1" || refused["Retry-After"] == "2")
            // who logged in from here before is not held up, and the others not for long
            #expect(try await server.authorize(user: ("user2", "secret2")).status == 302)
            server.clock.advance(31)
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
        }
    }

    @Test func `waits longer with each wrong guess, by the clock`() async throws {
        try await RunningOAuthServer.run { server in
            for _ in 0..<9 { _ = try await server.authorize(user: ("user1", "wrong")) }
            for seconds in [1, 2, 4, 8, 16, 30, 30] {
                let reply = try await server.authorize(user: ("user1", "secret1"))
                #expect(reply.status == 429)
                #expect(reply["Retry-After"] == "\(seconds)")
                server.clock.advance(Double(seconds))
                #expect(try await server.authorize(user: ("user1", "wrong")).status == 401)
            }
            server.clock.advance(30)
            #expect(try await server.authorize(user: ("user1", "secret1")).status == 302)
            #expect(try await server.authorize(user: ("user1", "wrong")).status == 401)
        }
    }

    @Test func `is counted in the metrics`() async throws {
        try await RunningOAuthServer.run { server in
            _ = try await server.authorize(user: ("user1", "wrong"))
            _ = try await server.authorize(user: ("user1", "secret1"))
            _ = try await server.browserLogin()
            let text = try await server.http.request("GET", "/metrics").text
            #expect(text.contains("openshift_auth_password_total 3\n"))
            #expect(text.contains("openshift_auth_basic_password_count 2\n"))
            #expect(text.contains("openshift_auth_basic_password_count_result{result=\"failure\"} 1\n"))
            #expect(text.contains("openshift_auth_basic_password_count_result{result=\"success\"} 1\n"))
            #expect(text.contains("openshift_auth_form_password_count_result{result=\"success\"} 1\n"))
            #expect(!text.contains("user1"))
        }
    }
}
