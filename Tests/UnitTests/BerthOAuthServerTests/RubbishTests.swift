import BerthPasswords
import BerthTesting
import Crypto
import Foundation
import Kubernetes
import Testing

@testable import BerthOAuthServer

/// The parsers of what browsers and clients send, fed with seeded damage to good inputs; the same in every run.
@Suite struct `Rubbish from browsers` {
    private static let rounds = 15_000

    /// Feeds `body` with the seeds and with damage to them.
    private func feed(_ seeds: [String], _ number: UInt64, _ body: (String, [UInt8]) -> Bool) {
        var random = SeededGenerator(seed: 3000 + number)
        let seeds = seeds.map { Array($0.utf8) }
        var pool = seeds
        for round in 0..<Self.rounds {
            let input = Mutation.mutate(pool[round % pool.count], with: seeds, using: &random)
            guard body(String(decoding: input, as: UTF8.self), input) else {
                Issue.record("\(input)")
                return
            }
            if round % 50 == 0, pool.count < 40 { pool.append(input) }
        }
    }

    @Test func `never makes a query that reads back as another one`() {
        let query = RunningOAuthServer.form(RunningOAuthServer.authorizeFields(["state": "a+b %\u{e9}", "scope": "x"]))
        feed([query, "a=%41&b+c=%2B&=&d&%e2%82%ac=1", "a=1&a=2"], 1) { text, _ in
            guard let fields = FormFields(parsing: [text], limit: 64) else { return true }
            return FormFields(parsing: [fields.encoded], limit: 64) == fields
                && LocalPath("/oauth/authorize?" + fields.encoded)?.query == fields.encoded
        }
    }

    @Test func `never passes for a registered redirect URI`() {
        let registered = [
            "https://app.example/cb", "https://app.example/dir/", "http://127.0.0.1/callback", "http://[::1]/callback",
            "com.example.app:/cb",
        ]
        feed(registered + ["https://app.example/dir/x?y=z", "http://127.0.0.1:8080/callback"], 2) { text, _ in
            guard let uri = RedirectURI(text) else { return true }
            for known in registered where uri.isCovered(by: known) {
                if text == known || text.hasPrefix("https://app.example/dir/") { continue }
                // as another parser of URLs reads it
                guard let url = URLComponents(string: text), ["127.0.0.1", "[::1]"].contains(url.host ?? ""),
                    url.scheme?.lowercased() == "http", url.path == "/callback", url.user == nil, url.query == nil,
                    url.port.map({ (1...65535).contains($0) }) ?? true
                else { return false }
            }
            let back = uri.adding([("code", "a b"), ("state", "&")])
            return back.hasPrefix(text) && back.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        }
    }

    @Test func `never leads from a local path to another site`() {
        feed(["/", "/oauth/authorize?a=b&c=//d", "/a/b/%2e/c", "/x/..//y", "/\\evil", "//evil.example"], 3) { text, _ in
            guard let path = LocalPath(text) else { return true }
            let read = path.text.replacing("\\", with: "/").filter { !"\t\r\n".contains($0) }
            guard read.hasPrefix("/"), !read.hasPrefix("//"),
                let url = URL(string: path.text, relativeTo: URL(string: "https://oauth.example/"))
            else { return URL(string: path.text) == nil }
            return url.absoluteURL.standardized.host() == "oauth.example"
        }
    }

    @Test func `never opens a cookie or is taken for credentials it is not`() throws {
        let key = SymmetricKey(size: .bits256)
        let session = BrowserSession(user: KnownUser(name: "ann", uid: "1"), id: "id", expiry: 2e9)
        let sealed = try AES.GCM.seal(session.json.serializedBytes(), using: key)
        let cookie = Base64URL.encode(sealed.combined ?? Data())
        #expect(BrowserSessions.open(cookie, keys: [key]) == session)
        feed([cookie], 4) { text, _ in
            // the last letter of base64 has bits that mean nothing
            guard let opened = BrowserSessions.open(text, keys: [key]) else { return true }
            return opened == session
        }
        feed(["Basic YW5uOnNlY3JldDE=", "basic  Og==", "Bearer x"], 5) { text, _ in
            guard case .given(let user, let password) = BasicCredentials(authorization: text) else { return true }
            return !user.contains(":") && user.utf8.count + password.utf8.count < text.utf8.count
        }
    }

    @Test func `never makes a record of sessions that is written as another one`() {
        var record = SessionRecord(now: 1000)
        record.renew(now: 100_000)
        record.ended = ["one": 100_300, "two": 100_400]
        feed([String(decoding: record.content(bootID: "b"), as: UTF8.self)], 6) { _, bytes in
            guard let read = SessionRecord(parsing: bytes, bootID: "b") else { return true }
            return SessionRecord(parsing: read.content(bootID: "b"), bootID: "b") == read
        }
    }

    @Test func `never traps the reader of password files`() {
        let seeds = [
            "ann:\(PasswordSample.hash("x"))\nbob:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n",
            "c:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\r\n#d:e\n:f\n",
        ]
        feed(seeds, 7) { text, _ in
            let file = HTPasswdFile(parsing: text, accepting: .everyScheme)
            return file.unusableUsers.allSatisfy { file.hash(of: $0) == nil || text.contains("\n") }
        }
    }
}
