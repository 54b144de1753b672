import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A range of an object` {
    @Test
    func `is what was asked, from small objects and large ones`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            var random = SeededGenerator(seed: 110)
            for size in [10_000, 3_000_000] {
                let bytes = random.bytes(size)
                #expect(try await server.s3.request("PUT", "/box/object", body: bytes).status == 200)
                for (header, range) in [
                    ("bytes=0-", 0..<size), ("bytes=0-0", 0..<1), ("bytes=5000-5999", 5000..<6000),
                    ("bytes=-10", (size - 10)..<size), ("bytes=-99999999", 0..<size),
                    ("bytes=\(size - 1)-", (size - 1)..<size), ("bytes=9000-99999999", 9000..<size),
                ] {
                    let reply = try await server.s3.request("GET", "/box/object", headers: [("Range", header)])
                    #expect(reply.status == 206, "\(header) of \(size)")
                    #expect(reply.body == Array(bytes[range]), "\(header) of \(size)")
                    #expect(reply["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)")
                }
                for header in ["bytes=\(size)-", "bytes=-0"] {
                    let reply = try await server.s3.request("GET", "/box/object", headers: [("Range", header)])
                    #expect(reply.status == 416, "\(header)")
                    #expect(reply.s3ErrorCode == "InvalidRange")
                }
                for header in [
                    "bytes=abc", "bytes=5-2", "lines=0-1", "bytes=0-0,2-2", "bytes", "bytes=99999999999999999999-",
                ] {
                    let reply = try await server.s3.request("GET", "/box/object", headers: [("Range", header)])
                    #expect([200, 206, 400, 416].contains(reply.status), "\(header) → \(reply.status)")
                    if reply.status == 200 { #expect(reply.body == bytes) }
                }
            }
        }
    }
}
