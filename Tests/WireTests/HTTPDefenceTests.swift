import BerthTesting
import Foundation
import Testing

/// What is thrown at any HTTP server: both of ours are to withstand it.
@Suite(.timeLimit(.minutes(10)))
struct `The HTTP of a server` {
    enum Server: String, CaseIterable, Sendable, CustomStringConvertible {
        case registry
        case objectStore
        var description: String { rawValue }
        /// A target that exists and its cheap answer.
        var path: String { self == .registry ? "/v2/" : "/box/key" }
    }

    private func with(
        _ server: Server,
        _ name: String = #function,
        _ body: @Sendable (BerthFixture, RawHTTP) async throws -> Void
    ) async throws {
        try await BerthFixture.with(name) { fixture in
            switch server {
            case .registry: try await body(fixture, fixture.registry(.folder).http)
            case .objectStore: try await body(fixture, fixture.objectStore().http)
            }
        }
    }

    /// Whether the server still answers somebody who behaves.
    private func isAlive(_ http: RawHTTP) async throws -> Bool {
        try await http.request("GET", "/healthz").status == 200
    }

    @Test(arguments: Server.allCases)
    func `answers one request, or none, where framing can be read two ways`(_ server: Server) async throws {
        try await with(server) { _, http in
            let smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            let start = "POST \(server.path) HTTP/1.1\r\nHost: \(http.authority)\r\n"
            let requests = [
                "\(start)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Content-Length: 0\r\nContent-Length: \(smuggled.utf8.count)\r\n\r\n\(smuggled)",
                "\(start)Content-Length: 0, \(smuggled.utf8.count)\r\n\r\n\(smuggled)",
                "\(start)Content-Length: +0\r\n\r\n\(smuggled)",
                "\(start)Content-Length: -1\r\n\r\n\(smuggled)",
                "\(start)Content-Length: 0x0\r\n\r\n\(smuggled)",
                "\(start)Content-Length : 0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding:\u{0b}chunked\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked\r\n\r\n0_\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n\(smuggled)",
                "\(start)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\(smuggled)",
                "\(start) Folded: header\r\n\r\n\(smuggled)",
                "\(start)X: a\r\n\tb\r\n\r\n\(smuggled)",
                "\(start)X\u{0}Y: a\r\n\r\n\(smuggled)",
                "\(start)X: a\u{0}b\r\n\r\n\(smuggled)",
                "GET \(server.path) HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n\(smuggled)",
                "GET \(server.path) HTTP/1.1\r\n\r\n\(smuggled)",
                "GET \(server.path) HTTP/9.9\r\nHost: a\r\n\r\n\(smuggled)",
                "GET \(server.path)\u{0} HTTP/1.1\r\nHost: a\r\n\r\n\(smuggled)",
                "GET http://\r\n\r\n\(smuggled)",
                "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            ]
            for request in requests {
                let answer = try await http.withConnection { connection in
                    try connection.send(request)
                    connection.finishSending()
                    return try connection.readToEnd()
                }
                let text = String(decoding: answer, as: UTF8.self)
                let answers = text.split(separator: "HTTP/1.", omittingEmptySubsequences: false).count - 1
                #expect(answers <= 1, "\(request.debugDescription) → \(text.prefix(300))")
                if answers == 1, !text.hasPrefix("HTTP/1.1 400"), !text.hasPrefix("HTTP/1.1 505") {
                    // 4xx for another reason is fine, a success is not
                    #expect(
                        text.hasPrefix("HTTP/1.1 4") || text.hasPrefix("HTTP/1.1 501"),
                        "\(request.debugDescription) → \(text.prefix(200))"
                    )
                }
            }
            #expect(try await isAlive(http))
        }
    }

    @Test(arguments: Server.allCases)
    func `cuts off heads that are too large or too many`(_ server: Server) async throws {
        try await with(server) { _, http in
            let long = String(repeating: "x", count: 80_000)
            let many = (0..<150).map { "H\($0): v\r\n" }.joined()
            for request in [
                "GET \(server.path) HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n",
                "GET \(server.path) HTTP/1.1\r\nHost: a\r\n\(many)\r\n",
                "GET \(server.path)?\(long) HTTP/1.1\r\nHost: a\r\n\r\n",
                "\(long)",
            ] {
                let reply = try await http.withConnection { connection in
                    do {
                        try connection.send(request)
                        return try connection.readReply().status
                    } catch RawHTTPError.closed {
                        return 0
                    } catch RawHTTPError.connection {
                        return 0
                    }
                }
                #expect([0, 400, 414, 431].contains(reply), "\(request.prefix(40)) → \(reply)")
            }
            #expect(try await isAlive(http))
        }
    }

    @Test(arguments: Server.allCases)
    func `answers pipelined requests in order`(_ server: Server) async throws {
        try await with(server) { _, http in
            let statuses = try await http.withConnection { connection in
                try connection.send(
                    (0..<20).map { "GET /\($0 % 2 == 0 ? "healthz" : "readyz") HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
                )
                return try (0..<20).map { _ in try connection.readReply().status }
            }
            #expect(statuses == Array(repeating: 200, count: 20))
        }
    }

    @Test
    func `says 100 Continue at once when it wants the body`() async throws {
        try await BerthFixture.with { fixture in
            let registry = try await fixture.registry(.folder)
            let target = try await registry.beginUpload("library/continue")
            let http = registry.http
            var best = Duration.seconds(60)
            for _ in 0..<5 {
                let elapsed = try await http.withConnection { connection in
                    let start = ContinuousClock.now
                    try connection.send(http.head("PATCH", target, headers: [("Expect", "100-continue")], length: 4))
                    let interim = try connection.readHead()
                    #expect(interim.status == 100)
                    let elapsed = ContinuousClock.now - start
                    try connection.send("body")
                    #expect(try connection.readReply(to: "PATCH").status == 202)
                    return elapsed
                }
                best = min(best, elapsed)
            }
            // it does not wait for a body first, for which it would be patient much longer
            #expect(best < .seconds(10))
            let store = try await fixture.objectStore()
            try await store.makeBucket("box")
            let head = store.s3.forger.headers(
                "PUT",
                "/box/key",
                host: store.http.authority,
                headers: [("Expect", "100-continue")],
                payloadHash: S3RequestForger.sha256(Array("body".utf8))
            )
            try await store.http.withConnection { connection in
                try connection.send(store.http.head("PUT", "/box/key", headers: head, length: 4))
                #expect(try connection.readHead().status == 100)
                try connection.send("body")
                #expect(try connection.readReply(to: "PUT").status == 200)
            }
            // and refuses without it
            let refused = try await store.http.withConnection { connection in
                try connection.send(
                    store.http.head("PUT", "/box/key", headers: [("Expect", "100-continue")], length: 1 << 30)
                )
                return try connection.readReply(to: "PUT")
            }
            #expect(refused.status == 403 && refused.interim.isEmpty)
        }
    }

    @Test(arguments: Server.allCases)
    func `does not read a gigabyte that nobody wants`(_ server: Server) async throws {
        try await with(server) { _, http in
            let target = server == .registry ? "/v2/name/manifests/latest" : "/box/key"
            let sent = try await http.withConnection { connection in
                try connection.send(http.head("PUT", target, length: 1 << 30))
                var sent = 0
                let block = [UInt8](repeating: 0, count: 1 << 20)
                do {
                    for _ in 0..<256 {
                        try connection.send(block)
                        sent += block.count
                    }
                } catch {}
                return sent
            }
            #expect(sent < 128 << 20)
            #expect(try await isAlive(http))
        }
    }

    @Test(arguments: Server.allCases)
    func `cuts clients that begin and say no more, and serves others meanwhile`(_ server: Server) async throws {
        try await with(server) { _, http in
            // who is not cut runs into this: reading throws then
            var client = http
            client.timeout = .seconds(120)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for start in ["", "GET \(server.path) HTTP/1.1\r\n", "GET \(server.path) HTTP/1.1\r\nHost: a\r\nX-Sl"] {
                    group.addTask { [client] in
                        try await client.withConnection { connection in
                            if !start.isEmpty { try connection.send(start) }
                            _ = try connection.readToEnd()
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        #expect(try await isAlive(http))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: Server.allCases)
    func `survives five hundred connections that do nothing`(_ server: Server) async throws {
        try await with(server) { _, http in
            let connections = try await RawHTTP.perform {
                let held = try (0..<500).map { _ in try RawConnection(host: http.host, port: http.port) }
                for connection in held.prefix(250) { try connection.send("GET / HTTP/1.1\r\n") }
                return held.count
            }
            #expect(connections == 500)
            #expect(try await isAlive(http))
        }
    }

    @Test(arguments: Server.allCases)
    func `tells health without a key, and metrics without a secret`(_ server: Server) async throws {
        try await with(server) { _, http in
            for path in ["/healthz", "/readyz", "/livez"] {
                #expect(try await http.request("GET", path).status == 200, "\(path)")
            }
            let reply = try await http.request("GET", server.path)
            #expect(reply["X-Request-Id"]?.isEmpty == false || reply["x-amz-request-id"]?.isEmpty == false)
            #expect(reply["Server"]?.contains("NIO") != true)
        }
    }
}
