import BerthTesting
import Kubernetes
import Logging
import Synchronization
import Testing

@testable import BerthOAuthServer

/// A session file in memory; it can be made to fail.
final class MemorySessionFile: SessionFile {
    private struct Broken: Error {}

    let bootID: String
    private let content: Mutex<[UInt8]?>
    private let isFull = Mutex(false)

    init(bootID: String = "boot-1", _ content: [UInt8]? = nil) {
        self.bootID = bootID
        self.content = Mutex(content)
    }

    var bytes: [UInt8]? { content.withLock(\.self) }
    func fill() { isFull.withLock { $0 = true } }

    func read() -> [UInt8]? { bytes }
    func replace(_ bytes: [UInt8]) throws {
        guard !isFull.withLock(\.self) else { throw Broken() }
        content.withLock { $0 = bytes }
    }
    func append(_ bytes: [UInt8]) throws {
        guard !isFull.withLock(\.self) else { throw Broken() }
        content.withLock { $0 = ($0 ?? []) + bytes }
    }
    func remove() { content.withLock { $0 = nil } }
}

@Suite struct `A session of a browser` {
    private static let target = "/oauth/authorize?" + RunningOAuthServer.form(RunningOAuthServer.authorizeFields())

    /// Whether the cookies still log somebody in; a session that does is over then.
    private func isGood(_ cookies: String, _ server: RunningOAuthServer) async throws -> Bool {
        try await server.http.request("GET", Self.target, headers: [("Cookie", cookies)]).status == 302
    }

    @Test func `outlives a restart, and its end does too`() async throws {
        let file = MemorySessionFile()
        let kept = Kept()
        try await RunningOAuthServer.run(sessionFile: file) { server in
            for _ in 0..<3 { kept.append(try await server.browserLogin().cookies) }
            _ = try await server.http.request("POST", "/logout", headers: [("Cookie", kept.all[1])], body: [])
            #expect(try await isGood(kept.all[2], server))
        }
        try await RunningOAuthServer.run(sessionFile: file) { server in
            #expect(try await isGood(kept.all[1], server) == false)
            #expect(try await isGood(kept.all[2], server) == false)
            // also a form that was open is still taken
            let csrf = kept.all[0].dropFirst("csrf=".count).prefix { $0 != ";" }
            let reply = try await server.post(
                "/login",
                [("then", "/"), ("csrf", String(csrf)), ("username", "user1"), ("password", "wrong")],
                headers: [("Cookie", "csrf=\(csrf)")]
            )
            #expect(reply["Location"]?.contains("access_denied") == true)
            #expect(try await isGood(kept.all[0], server))
        }
        let other = MemorySessionFile(bootID: "boot-2", file.bytes)
        try await RunningOAuthServer.run(sessionFile: other) { server in
            let isKept = try await isGood(kept.all[0], server)
            #expect(!isKept)
            #expect(other.bytes != file.bytes)
        }
    }

    @Test func `ends with the process when its end could not be written`() async throws {
        let file = MemorySessionFile()
        let kept = Kept()
        try await RunningOAuthServer.run(sessionFile: file) { server in
            for _ in 0..<2 { kept.append(try await server.browserLogin().cookies) }
            file.fill()
            let out = try await server.http.request("POST", "/logout", headers: [("Cookie", kept.all[0])], body: [])
            #expect(out.status == 200)
            #expect(try await isGood(kept.all[0], server) == false)
            #expect(file.bytes == nil)
        }
        try await RunningOAuthServer.run(sessionFile: MemorySessionFile(file.bytes)) { server in
            for cookies in kept.all {
                let isKept = try await isGood(cookies, server)
                #expect(!isKept)
            }
        }
    }
}

@Suite struct `The record of sessions` {
    @Test func `takes a new key each day and opens what the one before sealed`() async throws {
        let clock = RunningOAuthServer.Clock()
        let store = SessionStore(file: nil, now: { clock.now }, logger: Logger(label: "test"))
        let sessions = BrowserSessions(store: store, seconds: 300, now: { clock.now })
        let (session, cookie) = try sessions.begin(KnownUser(name: "ann", uid: "1"))
        let value = String(cookie.dropFirst("ssn=".count).prefix { $0 != ";" })
        func opened() -> BrowserSession? { BrowserSessions.open(value, keys: store.keys(for: .cookie)) }
        await store.renew()
        #expect(store.keys(for: .cookie).count == 1)
        clock.advance(86_400)
        await store.renew()
        #expect(store.keys(for: .cookie).count == 2)
        #expect(opened() == session)
        clock.advance(86_400)
        await store.renew()
        #expect(store.keys(for: .cookie).count == 2)
        #expect(opened() == nil)
        #expect(BrowserSessions.open(value, keys: store.keys(for: .form)) == nil)
    }

    @Test func `is read as it was written, without an answer that was not given`() throws {
        var record = SessionRecord(now: 1000)
        record.renew(now: 100_000)
        record.ended = ["one": 100_300, "two": 99_000]
        let content = record.content(bootID: "b")
        #expect(SessionRecord(parsing: content, bootID: "b") == record)
        #expect(SessionRecord(parsing: content + Array("ended 5 thr".utf8), bootID: "b") == record)
        record.renew(now: 100_001)
        #expect(record.ended == ["one": 100_300])
        #expect(record.keys.count == 2)
    }

    @Test(arguments: [
        "", "\n", "berth-sessions 1\n", "berth-sessions 1\nboot b\n", "berth-sessions 2\nboot b\nkey 1 AAAA\n",
        "berth-sessions 1\nboot b\nkey 1 AAAA\n", "berth-sessions 1\nboot b\nended 1 x\n",
        "berth-sessions 1\nboot b\nkey -1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    ])
    func `is nothing that it did not write`(_ text: String) {
        #expect(SessionRecord(parsing: Array(text.utf8), bootID: "b") == nil)
    }
}

/// Cookies for later.
private final class Kept: Sendable {
    private let cookies = Mutex<[String]>([])
    func append(_ text: String) { cookies.withLock { $0.append(text) } }
    var all: [String] { cookies.withLock(\.self) }
}
