import Foundation
import Glibc
import Kubernetes
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import BerthAPIServer

#if canImport(Glibc)
import Glibc
#endif

@Suite struct `The audit log` {
    private static func folder() throws -> String {
        var template = Array("/tmp/berth-audit-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        return try #require(made)
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    @Test func `says who did what and holds no bodies`() async throws {
        let path = try Self.folder() + "/audit.log"
        let pool = NIOThreadPool.singleton
        var options = ServedAPI.Options()
        options.audit = AuditLog(AuditConfiguration(path: path), pool: pool, logger: Logger(label: "test"))
        try await ServedAPI.serving(options) { api in
            let secret: JSONValue = ["metadata": ["name": "s"], "stringData": ["password": "hunter2"]]
            try await api.send("POST", "/api/v1/namespaces/ns/secrets", secret, user: "eve")
            #expect(try await Identities.eventually { Self.text(path).hasSuffix("\n") })
        }
        let lines = Self.text(path).split(separator: "\n")
        let event = try JSONValue(parsing: Array(try #require(lines.first).utf8))
        #expect(event.kind == "Event")
        #expect(event.apiVersion == "audit.k8s.io/v1")
        #expect(event["verb"] == "create")
        #expect(event["stage"] == "ResponseComplete")
        #expect(event[path: "user", "username"] == "eve")
        #expect(event[path: "objectRef", "resource"] == "secrets")
        #expect(event[path: "responseStatus", "code"] == 201)
        #expect(!Self.text(path).contains("hunter2"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `says who tried to act as somebody else`() async throws {
        struct Nobody: Authorizer {
            func decide(_ attributes: AccessAttributes) async -> AccessDecision {
                AccessDecision(isAllowed: false, reason: "")
            }
        }
        let path = try Self.folder() + "/audit.log"
        var options = ServedAPI.Options()
        options.authorizer = Nobody()
        let logger = Logger(label: "test")
        options.audit = AuditLog(AuditConfiguration(path: path), pool: NIOThreadPool.singleton, logger: logger)
        try await ServedAPI.serving(options) { api in
            let secrets = "/api/v1/namespaces/ns/secrets"
            let answer = try await api.send("GET", secrets, bytes: nil, user: "eve", impersonated: "system:admin")
            #expect(answer.code == 403)
            #expect(try await Identities.eventually { Self.text(path).hasSuffix("\n") })
        }
        let line = try #require(Self.text(path).split(separator: "\n").first)
        let event = try JSONValue(parsing: Array(line.utf8))
        #expect(event[path: "user", "username"] == "eve")
        #expect(event["impersonatedUser"] == nil)
        #expect(event[path: "responseStatus", "code"] == 403)
    }

    @Test func `is rotated when it is full`() throws {
        let path = try Self.folder() + "/audit.log"
        var configuration = AuditConfiguration(path: path)
        (configuration.fileBytesLimit, configuration.keptFiles) = (10, 2)
        let file = AuditFile(configuration)
        for text in ["one one\n", "two two\n", "three\n", "four four\n"] { try file.append(ByteBuffer(string: text)) }
        file.close()
        #expect(Self.text(path) == "four four\n")
        #expect(Self.text(path + ".1") == "three\n")
        #expect(Self.text(path + ".2") == "two two\n")
        #expect(Self.text(path + ".3").isEmpty)
    }
}
