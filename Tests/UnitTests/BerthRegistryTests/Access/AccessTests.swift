import BerthPasswords
import BerthRegistry
import Foundation
import Logging
import OCI
import Synchronization
import Testing

@Suite struct `Access rules` {
    private func allow(_ rules: String, _ user: String?, _ action: RepositoryAction, _ name: String) throws -> Bool {
        let rules = try AccessRules(parsing: rules, anonymousPull: false)
        return rules.allow(
            action,
            on: try RepositoryName(name),
            to: user.map(Principal.verified) ?? .anonymous
        )
    }

    @Test(arguments: [
        ("*", "a", true), ("*", "a/b", false), ("**", "a/b/c", true), ("team/**", "team/a/b", true),
        ("team/**", "team", false), ("team/**", "teams/a", false), ("a/*/c", "a/b/c", true),
        ("a/*/c", "a/b/b/c", false),
        ("a*", "abc", true), ("**/x", "a/b/x", true), ("a**b", "a/x/b", true), ("abc", "ab", false),
        (String(repeating: "**a", count: 60), String(repeating: "a", count: 200) + "b", false),
    ])
    func `match patterns of names`(_ pattern: String, _ name: String, _ isMatch: Bool) throws {
        #expect(try allow("u \(pattern) pull", "u", .pull, name) == isMatch)
    }

    @Test func `grant nothing that no line says`() throws {
        let rules = "admin ** *\nuser1 team/** push,pull # a comment\n* shared/** pull\nanonymous public/* pull\n"
        #expect(try allow(rules, "admin", .delete, "x/y"))
        #expect(try allow(rules, "user1", .overwrite, "team/a"))
        #expect(try !allow(rules, "user1", .delete, "team/a"))
        #expect(try !allow(rules, "user1", .pull, "other/a"))
        #expect(try allow(rules, "user2", .pull, "shared/a"))
        #expect(try !allow(rules, nil, .pull, "shared/a"))
        #expect(try allow(rules, nil, .pull, "public/a"))
        #expect(try !allow(rules, nil, .create, "public/a"))
        #expect(try !allow("u ** create", "u", .overwrite, "a"))
    }

    @Test(arguments: ["user", "user **", "user ** pul", "user ** pull extra", "user ** pull,", "user ** ,"])
    func `name the line that is not understood`(_ line: String) {
        #expect(throws: AccessFileError.self) {
            try AccessRules(parsing: "\n# fine\n\(line)\n", anonymousPull: false)
        }
    }
}

@Suite struct `An Authorization header` {
    private func basic(_ text: String) -> Credentials {
        Credentials(authorization: "Basic " + Data(text.utf8).base64EncodedString())
    }

    @Test func `brings a name and password or a token`() {
        #expect(Credentials(authorization: nil) == .none)
        #expect(basic("user:pass:word") == .basic(user: "user", password: "pass:word"))
        #expect(Credentials(authorization: "bearer abc") == .bearer("abc"))
    }

    @Test func `of nobody is none`() {
        #expect(basic(":") == .none)
    }

    @Test(arguments: ["", "Basic", "Basic !!!", "Basic dXNlcg==", "Digest x", "Basic /w==", "x"])
    func `that makes no sense is malformed, not none`(_ header: String) {
        #expect(Credentials(authorization: header) == .malformed)
    }
}

/// A clock that tests move.
private final class SteppingClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock(\.self) }
    func advance(_ by: Duration) { instant.withLock { $0 += by } }
}

@Suite struct `An htpasswd file` {
    private func withController(
        _ lines: String,
        access: String? = nil,
        clock: SteppingClock = SteppingClock(),
        _ body: (HTPasswdAccessController, String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "berth-htpasswd-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder + "/htpasswd"))
        var configuration = HTPasswdConfiguration(path: folder + "/htpasswd")
        if let access {
            try Data(access.utf8).write(to: URL(fileURLWithPath: folder + "/access"))
            configuration.accessFilePath = folder + "/access"
        }
        let now: @Sendable () -> ContinuousClock.Instant = { clock.now }
        try await body(try await .open(configuration, now: now, logger: Logger(label: "test")), folder)
    }

    private func isKnown(_ controller: HTPasswdAccessController, _ user: String, _ password: String) async -> Bool {
        let principal = try? await controller.principal(
            for: .basic(user: user, password: password),
            from: "192.0.2.1"
        )
        return principal?.name == user
    }

    @Test func `knows the right password and no other`() async throws {
        let hash = try #require(PasswordSample.hash("secret"))
        try await withController("user:\(hash)\n") { controller, _ in
            #expect(await isKnown(controller, "user", "secret"))
            #expect(await isKnown(controller, "user", "secret"))
            for password in ["", "Secret", "secret ", "secret\0", String(repeating: "s", count: 73)] {
                #expect(await !isKnown(controller, "user", password))
            }
            #expect(await !isKnown(controller, "nobody", "secret"))
            let nobody = try await controller.principal(for: .none, from: nil)
            #expect(nobody.name == nil)
            await #expect(throws: RegistryError.self) {
                try await controller.principal(for: .malformed, from: nil)
            }
        }
    }

    @Test func `takes the last line of a user and only bcrypt`() async throws {
        let first = try #require(PasswordSample.hash("first"))
        let last = try #require(PasswordSample.hash("last"))
        let lines = "# comment\nuser:\(first)\nuser:\(last)\r\nold:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nplain:plain\n"
        try await withController(lines) { controller, _ in
            #expect(await !isKnown(controller, "user", "first"))
            #expect(await isKnown(controller, "user", "last"))
            #expect(await !isKnown(controller, "plain", "plain"))
            #expect(HTPasswdFile(parsing: lines).unusableUsers == ["old", "plain"])
        }
    }

    @Test func `slows down whoever guesses, and nobody else`() async throws {
        let hash = try #require(PasswordSample.hash("secret"))
        try await withController("user:\(hash)\n") { controller, _ in
            var waits: [Int] = []
            for number in 0..<20 {
                do {
                    _ = try await controller.principal(
                        for: .basic(user: "user", password: "\(number)"),
                        from: "192.0.2.9"
                    )
                } catch RegistryError.tooManyRequests(let seconds) {
                    waits.append(seconds)
                } catch {}
            }
            #expect(waits == [Int](repeating: 1, count: 11))
            #expect(await isKnown(controller, "user", "secret"))
        }
    }

    @Test func `is read again when it has changed`() async throws {
        let first = try #require(PasswordSample.hash("first"))
        let second = try #require(PasswordSample.hash("second"))
        let clock = SteppingClock()
        try await withController("user:\(first)\n", access: "user ** pull", clock: clock) { controller, folder in
            #expect(await isKnown(controller, "user", "first"))
            try Data("user:\(second)\n".utf8).write(to: URL(fileURLWithPath: folder + "/htpasswd"))
            try Data("user ** delete".utf8).write(to: URL(fileURLWithPath: folder + "/access"))
            let name = try RepositoryName("a")
            // not looked at with each request
            #expect(await isKnown(controller, "user", "first"))
            #expect(try await controller.allows(.pull, on: name, to: .verified("user")))
            clock.advance(.seconds(1))
            #expect(await isKnown(controller, "user", "second"))
            #expect(await !isKnown(controller, "user", "first"))
            #expect(try await controller.allows(.delete, on: name, to: .verified("user")))
            #expect(try await !controller.allows(.pull, on: name, to: .verified("user")))
        }
    }
}
