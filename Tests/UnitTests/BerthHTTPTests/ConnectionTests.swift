import BerthHTTP
import BerthTesting
import Glibc
import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@Suite(.serialized) struct `A connection` {
    /// Answers with the body's length, after reading it whole.
    static let counting: HTTPResponder = { request, _ in
        var count = 0
        for try await chunk in request.body { count += chunk.readableBytes }
        return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "\(count)")))
    }

    @Test func `answers requests one after the other`() async throws {
        let text = try await Loopback.serving(responder: Self.counting) { server in
            try await server.exchange(
                "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                    + "PUT /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nde"
            )
        }
        #expect(text.components(of: "HTTP/1.1 200 OK") == 2)
        #expect(text.contains("\r\n\r\n3HTTP/1.1"))
        #expect(text.hasSuffix("\r\n\r\n2"))
        #expect(text.lowercased().contains("x-request-id: "))
        #expect(text.lowercased().contains("date: "))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", 400),
        ("GET /\(String(repeating: "a", count: 17_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: a\r\n", count: 200))\r\n", 431),
        ("nonsense\r\n\r\n", 400),
    ])
    func `is refused when its head is ambiguous or too large`(_ head: String, _ status: Int) async throws {
        let text = try await Loopback.serving(responder: Self.counting) { server in
            try await server.exchange(head + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        #expect(text.hasPrefix("HTTP/1.1 \(status)"), "\(text.prefix(200))")
        #expect(text.components(of: "HTTP/1.1 ") == 1)
        #expect(text.lowercased().contains("connection: close"))
    }

    @Test func `is told to continue only when the body is wanted`() async throws {
        let head = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        let wanted = try await Loopback.serving(responder: Self.counting) { server in
            try await server.http.withConnection { connection in
                try connection.send(head)
                let interim = try connection.readHead().status
                try connection.send("abc")
                return (interim: interim, reply: try connection.readReply())
            }
        }
        #expect(wanted.interim == 100)
        #expect(wanted.reply.status == 200)
        #expect(wanted.reply.text == "3")
        let refused = try await Loopback.serving(responder: { _, _ in Response(status: .unauthorized) }) { server in
            try await server.exchange(head)
        }
        #expect(refused.hasPrefix("HTTP/1.1 401"))
        #expect(refused.lowercased().contains("connection: close"))
    }

    @Test(
        arguments: [
            ("Content-Length: 100\r\n", "abc"), ("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n"),
        ],
        [false, true]
    )
    func `never takes a body cut off for a body ended`(_ part: (String, String), _ isBegun: Bool) async throws {
        let (outcomes, told) = AsyncStream.makeStream(of: String.self)
        let outcome = try await Loopback.serving(responder: { request, _ in
            do {
                for try await _ in request.body {}
                told.yield("ended")
            } catch {
                told.yield("failed")
            }
            return Response(status: .ok)
        }) { server in
            try await server.http.withConnection { connection in
                let expectation = isBegun ? "Expect: 100-continue\r\n" : ""
                try connection.send("PUT / HTTP/1.1\r\nHost: x\r\n\(part.0)\(expectation)\r\n")
                if isBegun { _ = try connection.readHead() }
                try connection.send(part.1)
            }
            return await outcomes.first { _ in true }
        }
        #expect(outcome == "failed")
    }

    @Test func `is cut when a head or a body does not come forward`() async throws {
        var limits = RequestLimits.patient
        limits.headTimeout = .seconds(1)
        limits.bodyProgressWindow = .seconds(1)
        for part in ["GET / HT", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc"] {
            let text = try await Loopback.serving(limits: limits, responder: Self.counting) { server in
                try await server.exchange(part)
            }
            #expect(text.hasPrefix("HTTP/1.1 408"), "\(part): \(text)")
        }
    }

    @Test func `is cut when a body comes forward a byte at a time`() async throws {
        var limits = RequestLimits.patient
        limits.bodyProgressWindow = .seconds(1)
        let text = try await Loopback.serving(limits: limits, responder: Self.counting) { server in
            try await server.http.withConnection { connection in
                try connection.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
                for _ in 0..<1500 where !connection.isReadable(within: .milliseconds(200)) {
                    try connection.send("a")
                }
                return String(decoding: try connection.readToEnd(), as: UTF8.self)
            }
        }
        #expect(text.hasPrefix("HTTP/1.1 408"), "\(text)")
    }

    @Test func `is refused when its chunks are mostly extensions`() async throws {
        let extended = "3;" + String(repeating: "a", count: 300_000) + "\r\nabc\r\n0\r\n\r\n"
        let tiny = String(repeating: "1\r\na\r\n", count: 30_000) + "0\r\n\r\n"
        for (body, status) in [(extended, 400), (tiny, 200)] {
            let text = try await Loopback.serving(responder: Self.counting) { server in
                try await server.exchange(
                    "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body
                )
            }
            #expect(text.hasPrefix("HTTP/1.1 \(status)"), "\(text.prefix(100))")
        }
    }

    @Test func `answers what it took of too many requests at once, then ends`() async throws {
        let text = try await Loopback.serving(responder: Self.counting) { server in
            try await server.exchange(String(repeating: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", count: 2000))
        }
        #expect(text.components(of: "HTTP/1.1 200") >= 64)
        #expect(text.components(of: "HTTP/1.1 200") < 2000)
        #expect(text.lowercased().components(of: "connection: close") == 1)
    }

    @Test func `is closed rather than drained of a long unread body`() async throws {
        let text = try await Loopback.serving(responder: { _, _ in Response(status: .forbidden) }) { server in
            try await server.exchange("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc")
        }
        #expect(text.hasPrefix("HTTP/1.1 403"))
        #expect(text.lowercased().contains("connection: close"))
    }

    @Test func `believes forwarded headers only from a configured proxy`() async throws {
        let telling: HTTPResponder = { _, context in
            Response(
                status: .ok,
                body: ResponseBody(byteBuffer: ByteBuffer(string: "\(context.remoteAddress ?? "") \(context.scheme)"))
            )
        }
        let head =
            "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n"
            + "Connection: close\r\n\r\n"
        let plain = try await Loopback.serving(responder: telling) { try await $0.exchange(head) }
        #expect(plain.hasSuffix("127.0.0.1 http"))
        let trust = try #require(ProxyTrust(["127.0.0.0/8", "10.0.0.0/8"]))
        let proxied = try await Loopback.serving(proxies: trust, responder: telling) { try await $0.exchange(head) }
        #expect(proxied.hasSuffix("9.9.9.9 https"))
    }

    @Test func `sends a file whole and in part`() async throws {
        let path = "/tmp/berth-http-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let file = open(path, O_RDWR | O_CREAT, 0o600)
        defer { unlink(path) }
        #expect(bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == bytes.count)
        let opened = OpenFile(descriptor: file, size: Int64(bytes.count))
        for range in [0..<300_000, 5..<70_010, 7..<9] as [Range<Int64>] {
            let text = try await Loopback.serving(responder: { _, context in
                try Response.file(opened, range: range, headers: [.eTag: "x"], context: context)
            }) { server in
                try await server.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            }
            let body = text.utf8.count
            #expect(text.contains("\(range.count)"))
            #expect(body > range.count)
        }
    }
}

extension String {
    func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
