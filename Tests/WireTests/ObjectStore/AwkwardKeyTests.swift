import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `An awkward key` {
    @Test
    func `is its bytes: none is another's, and each is listed as it was written`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            let keys: [[UInt8]] = [
                "a/b", "a//b", "/a/b", "a/./b", "a/../b", "..", ".", "../../etc/passwd", "a\\b", "a/b/", "a%2Fb", "a+b",
                "a b", "a\u{e9}", "a\u{65}\u{301}", "a\u{65}", "trailing.", "CON", "a\u{0}b", "a\nb", "a\rb", "a\tb",
                "\u{feff}bom", "a?b=c", "a#b", "a&b<c>\"d'", "*", "~", "\u{1F600}", ".uploads/x", "a;b", "a:b", "a@b",
                String(repeating: "k", count: 1024), String(repeating: "d/", count: 512),
            ].map { Array($0.utf8) }
            func path(_ key: [UInt8]) -> String {
                "/box/" + S3RequestForger.escape(String(decoding: key, as: UTF8.self), keeping: "/")
            }
            var stored: [[UInt8]] = []
            for (index, key) in keys.enumerated() {
                let reply = try await server.s3.request("PUT", path(key), body: Array("value \(index)".utf8))
                // a key may be refused, but only clearly
                #expect(reply.status == 200 || reply.status == 400, "\(path(key)) → \(reply)")
                if reply.status == 200 { stored.append(key) }
            }
            #expect(stored.count >= keys.count - 1)
            for key in stored {
                let index = keys.firstIndex(of: key) ?? -1
                let reply = try await server.s3.request("GET", path(key))
                #expect(reply.body == Array("value \(index)".utf8), "\(path(key))")
            }
            let listing = try await server.s3.request("GET", "/box", query: "encoding-type=url&list-type=2")
            #expect(listing.status == 200)
            let listed = listing.text.split(separator: "<Key>").dropFirst().compactMap {
                $0.split(separator: "<").first
            }
            let expected = stored.sorted { $0.lexicographicallyPrecedes($1) }
            #expect(listed.count == expected.count)
            #expect(
                listed.map { S3RequestForger.unescape(String($0).replacing("+", with: " ")) } == expected
            )
            for key in [String(repeating: "k", count: 1025), String(repeating: "é", count: 513)] {
                let reply = try await server.s3.request("PUT", path(Array(key.utf8)), body: [1])
                #expect(reply.status == 400)
                #expect(reply.s3ErrorCode == "KeyTooLongError")
            }
        }
    }

    @Test
    func `that is not decodable is refused`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            for path in ["/box/a%", "/box/a%2", "/box/a%zz"] {
                for method in ["GET", "PUT", "DELETE"] {
                    let reply = try await server.s3.request(method, path, body: method == "PUT" ? [1] : nil)
                    #expect((400..<500).contains(reply.status), "\(method) \(path) → \(reply.status)")
                }
            }
            for bucket in [
                "Box", "b", "box_x", "192.168.0.1", "..", "%2e%2e", "box%2fother", String(repeating: "b", count: 64),
            ] {
                let reply = try await server.s3.request("PUT", "/\(bucket)")
                #expect((400..<500).contains(reply.status), "\(bucket) → \(reply.status)")
            }
        }
    }
}
