import Kubernetes
import Testing

@testable import BerthOAuthServer

@Suite struct `A place to go to after login` {
    @Test(arguments: [
        "", "login", "//evil.example", "/\\evil.example", "/\\/evil.example", "///evil.example", "\\\\evil.example",
        "/\t/evil.example", "/%09/x\n", "https://evil.example", "https:evil.example", "javascript:alert(1)",
        "/.//evil.example", "/..//evil.example", "/a/..//evil.example", "/%2e%2e//evil.example", "/a//evil.example",
        "/%5cevil.example", "/x/%2e%2e/%5cevil", "/a b", "/\u{e9}", "/%2f/evil.example", "/x#y", " /x", "/\u{0}",
        "/\r\nSet-Cookie: a", "?then=/", "/" + String(repeating: "a", count: 9000),
    ])
    func `is refused when a browser might leave for another site`(_ text: String) {
        #expect(LocalPath(text) == nil)
    }

    @Test(arguments: [
        "/", "/oauth/authorize?client_id=a&redirect_uri=https%3A%2F%2Fx%2F%5C", "/oauth/token/request", "/a/",
        "/oauth/authorize?state=//evil.example",
    ])
    func `is taken when it can only be here`(_ text: String) {
        #expect(LocalPath(text)?.text == text)
    }
}

@Suite struct `A redirect URI` {
    private func covers(_ registered: String, _ asked: String) -> Bool {
        RedirectURI(asked)?.isCovered(by: registered) ?? false
    }

    @Test(arguments: [
        ("https://a.example/cb", "https://a.example/cb", true),
        ("https://a.example/cb", "https://a.example/cb/", false),
        ("https://a.example/cb", "https://a.example/cb?x=1", false),
        ("https://a.example/cb", "https://a.example/cbx", false),
        ("https://a.example", "https://a.example.evil.example", false),
        ("https://a.example", "https://a.example/x", false),
        ("https://a.example/", "https://a.example/x/y?z=1", true),
        ("https://a.example/app/", "https://a.example/app/cb", true),
        ("https://a.example/app/", "https://a.example/application", false),
        ("https://a.example/app/", "https://a.example/app/../x", false),
        ("https://a.example/app/", "https://a.example/app/%2e%2e/x", false),
        ("https://a.example/app/", "https://a.example/app/%252e%252e/x", false),
        ("https://a.example/app/", "https://a.example/app/..;/x", false),
        ("https://a.example/app/", "https://a.example/app/..x;a=b/..y", true),
        ("https://a.example/app/", "https://a.example:444/app/x", false),
        ("https://a.example/", "https://u@a.example/x", false), ("https://a.example/", "http://a.example/x", false),
        ("https://a.example/", "https://a.example\\@evil.example/", false),
        ("http://127.0.0.1/callback", "http://127.0.0.1:3000/callback", true),
        ("http://127.0.0.1/callback", "http://127.0.0.1/callback", true),
        ("http://127.0.0.1/callback", "http://127.0.0.1:3000/other", false),
        ("http://127.0.0.1/callback", "http://127.0.0.1:99999/callback", false),
        ("http://127.0.0.1/callback", "http://127.0.0.1:+80/callback", false),
        ("http://127.0.0.1/callback", "http://127.0.0.1:3000@evil.example/callback", false),
        ("http://127.0.0.1/callback", "http://127.0.0.1.evil.example/callback", false),
        ("http://127.0.0.1/callback", "http://[::1]:3000/callback", false),
        ("http://[::1]/callback", "http://[::1]:3000/callback", true),
        ("http://localhost/callback", "http://localhost:3000/callback", false),
        ("app:/callback", "app:/callback", true), ("javascript:alert(1)", "javascript:alert(1)", false),
    ])
    func `covers what it says and no more`(_ registered: String, _ asked: String, _ isCovered: Bool) {
        #expect(covers(registered, asked) == isCovered)
    }

    @Test func `keeps the query it was registered with`() throws {
        let uri = try #require(RedirectURI("https://a.example/cb?tenant=1"))
        #expect(uri.adding([("code", "c+d")]) == "https://a.example/cb?tenant=1&code=c%2Bd")
        #expect(uri.fragment([("error", "x y")]) == "https://a.example/cb?tenant=1#error=x%20y")
    }
}

@Suite struct `A proof key` {
    @Test func `is RFC 7636's own`() throws {
        let key = try #require(ProofKey(challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", method: "S256"))
        #expect(key.accepts(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(!key.accepts(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"))
        #expect(!key.accepts(verifier: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))
    }

    @Test(arguments: [
        ("short", "S256"), (String(repeating: "a", count: 129), "plain"), (String(repeating: "a", count: 43), "s256"),
        (String(repeating: " ", count: 43), "plain"),
    ])
    func `is refused when it is none`(_ challenge: String, _ method: String) {
        #expect(ProofKey(challenge: challenge, method: method) == nil)
    }
}

@Suite struct `A name at a provider` {
    @Test(arguments: [("user1", "user1"), ("a:b", "b64:YTpi"), ("a/b", "b64:YS9i"), ("a:bc", "b64:YTpiYw")])
    func `is put in base64 where it has to be`(_ name: String, _ encoded: String) {
        #expect(IdentityName.encode(name) == encoded)
    }
}

@Suite struct `Basic credentials` {
    @Test(arguments: [("Basic dXNlcjpwYTpzcw==", "user", "pa:ss"), ("basic dTo=", "u", ""), ("Basic OnA=", "", "p")])
    func `are a name and a password`(_ header: String, _ user: String, _ password: String) {
        #expect(BasicCredentials(authorization: header) == .given(user: user, password: password))
    }

    @Test(arguments: ["", "Basic", "Basic ", "Basic !!!", "Basic dXNlcg==", "Basic /w==", "Basic A", "Basic dTpw dTpw"])
    func `are malformed, not absent, when they make no sense`(_ header: String) {
        #expect(BasicCredentials(authorization: header) == .malformed)
    }
}

@Suite struct `A page` {
    @Test func `escapes what it shows`() throws {
        let then = try #require(LocalPath("/x?a='\"><script>"))
        let page = Page.login(provider: "\"><script>", then: then, guardValue: "x", message: "<b>&</b>").html
        #expect(!page.contains("<script"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("&lt;b&gt;&amp;&lt;/b&gt;"))
        #expect(
            !Page.approval(client: "<i>", user: "<i>", scopes: ["<i>"], target: "<i>", then: then, guardValue: "").html
                .contains("<i>")
        )
    }
}
