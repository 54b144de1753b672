import BerthTesting
import Foundation
import Testing

/// The probes of which MinIO and SeaweedFS each fail some (objectstore.md §6), and more of their kind.
@Suite(.timeLimit(.minutes(10)))
struct `A forged request` {
    private func withStore(
        _ name: String = #function,
        _ body: @Sendable (ObjectStoreServer) async throws -> Void
    ) async throws {
        try await BerthFixture.with(name) { fixture in
            let server = try await fixture.objectStore()
            try await server.makeBucket("box")
            #expect(try await server.s3.request("PUT", "/box/key", body: Array("before".utf8)).status == 200)
            try await body(server)
            let after = try await server.s3.request("GET", "/box/key")
            #expect(after.body == Array("before".utf8))
            let listing = try await server.s3.request("GET", "/box", query: "list-type=2")
            #expect(listing.text.contains("<KeyCount>1</KeyCount>"))
        }
    }

    @Test
    func `with a credential in one place and no signature in another is nobody`() async throws {
        try await withStore { server in
            let credential = S3RequestForger.escape("\(server.accessKey)/\(server.s3.forger.scope)")
            let trailer = [
                ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", "5"),
                ("Content-Encoding", "aws-chunked"), ("x-amz-date", server.s3.forger.timestamp),
                ("x-amz-trailer", "x-amz-checksum-crc32"),
            ]
            let body = Array("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n".utf8)
            let forged =
                "AWS4-HMAC-SHA256 Credential=\(server.accessKey)/\(server.s3.forger.scope), SignedHeaders=host, Signature="
            for (target, extra) in [
                ("/box/key?X-Amz-Credential=\(credential)", []),
                ("/box/new?X-Amz-Credential=\(credential)&X-Amz-Algorithm=AWS4-HMAC-SHA256", []),
                (
                    "/box/key",
                    [
                        ("x-amz-meta-snowball-auto-extract", "true"),
                        ("Authorization", forged + String(repeating: "0", count: 64)),
                    ]
                ),
                ("/box/key", [("Authorization", forged)]),
                ("/box/key", [("Authorization", "AWS4-HMAC-SHA256")]),
                ("/box/key", [("Authorization", "AWS \(server.accessKey):AAAA")]),
                ("/box/key?AWSAccessKeyId=\(server.accessKey)&Signature=AAAA&Expires=99999999999", []),
                ("/box/key", []),
                ("/box/key?uploads", []), ("/box/key?partNumber=1&uploadId=x", []),
            ] as [(String, [(String, String)])] {
                let reply = try await server.http.request("PUT", target, headers: trailer + extra, body: body)
                #expect([400, 401, 403].contains(reply.status), "\(target) \(extra) → \(reply)")
            }
        }
    }

    @Test
    func `whose body is not what was signed changes nothing`() async throws {
        try await withStore { server in
            let reply = try await server.s3.request(
                "PUT",
                "/box/key",
                body: Array("forged".utf8),
                payloadHash: S3RequestForger.sha256([1])
            )
            #expect(reply.status == 400)
            #expect(reply.s3ErrorCode == "XAmzContentSHA256Mismatch")
            let nonsense = try await server.s3.request(
                "PUT",
                "/box/key",
                body: Array("forged".utf8),
                payloadHash: "nonsense"
            )
            #expect((400...403).contains(nonsense.status))
            var large = SeededGenerator(seed: 1)
            let bytes = large.bytes(3_000_000)
            let second = try await server.s3.request(
                "PUT",
                "/box/key",
                body: bytes,
                payloadHash: S3RequestForger.sha256([1])
            )
            #expect(second.status == 400)
        }
    }

    @Test
    func `that leaves host or an x-amz header unsigned is refused`() async throws {
        try await withStore { server in
            var s3 = server.s3
            s3.forger.unsignedHeaders = ["host"]
            #expect(try await s3.request("PUT", "/box/key", body: [1]).status == 403)
            s3.forger.unsignedHeaders = ["x-amz-date"]
            #expect([400, 403].contains(try await s3.request("PUT", "/box/key", body: [1]).status))
            s3.forger.unsignedHeaders = ["x-amz-content-sha256"]
            #expect([400, 403].contains(try await s3.request("PUT", "/box/key", body: [1]).status))
            for header in ["x-amz-acl", "x-amz-copy-source", "x-amz-meta-a", "x-amz-tagging"] {
                let reply = try await server.s3.request(
                    "PUT",
                    "/box/key",
                    unsigned: [(header, header == "x-amz-acl" ? "private" : "/box/key")],
                    body: [1]
                )
                #expect([400, 403].contains(reply.status), "\(header) → \(reply.status)")
            }
        }
    }

    @Test
    func `with another time, day, region, service or key is refused, each for its reason`() async throws {
        try await withStore { server in
            func expect(_ code: String?, _ change: (inout S3RequestForger) -> Void) async throws {
                var s3 = server.s3
                change(&s3.forger)
                let reply = try await s3.request("PUT", "/box/key", body: [1])
                #expect([400, 403].contains(reply.status), "\(reply)")
                if let code { #expect(reply.s3ErrorCode == code) }
            }
            try await expect("RequestTimeTooSkewed") { $0.date = Date(timeIntervalSinceNow: -1000) }
            try await expect("RequestTimeTooSkewed") { $0.date = Date(timeIntervalSinceNow: 3600) }
            try await expect("SignatureDoesNotMatch") { $0.secretKey = "wrong" }
            try await expect("InvalidAccessKeyId") { $0.accessKey = "nobody" }
            try await expect(nil) { $0.accessKey = "" }
            try await expect(nil) { $0.accessKey = "a/b" }
            try await expect(nil) { $0.scopeDate = "20200101" }
            try await expect(nil) { $0.scopeDate = "2020" }
            try await expect(nil) { $0.service = "iam" }
        }
    }

    @Test
    func `with a broken chunk signature writes nothing`() async throws {
        try await withStore { server in
            var random = SeededGenerator(seed: 140)
            let chunks = [random.bytes(70_000), random.bytes(70_000), random.bytes(10)]
            func put(breaking broken: Int?, to key: String, decoded: Int = 140_010) async throws -> HTTPReply {
                let headers = server.s3.forger.headers(
                    "PUT",
                    "/box/\(key)",
                    host: server.http.authority,
                    headers: [("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "\(decoded)")],
                    payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
                )
                let seed = String(headers.last?.1.suffix(64) ?? "")
                return try await server.http.request(
                    "PUT",
                    "/box/\(key)",
                    headers: headers,
                    body: server.s3.forger.chunkedBody(chunks, seed: seed, breakingChunk: broken)
                )
            }
            for broken in 0...3 {
                let reply = try await put(breaking: broken, to: "key")
                #expect([400, 403].contains(reply.status), "chunk \(broken) → \(reply)")
            }
            #expect(try await put(breaking: nil, to: "key", decoded: 140_009).status >= 400)
            #expect(try await put(breaking: nil, to: "good").status == 200)
            #expect(try await server.s3.request("GET", "/box/good").body == chunks.flatMap { $0 })
            #expect(try await server.s3.request("DELETE", "/box/good").status == 204)
        }
    }

    @Test
    func `cannot name a header twice or hide a second one`() async throws {
        try await withStore { server in
            let signed = server.s3.forger.headers(
                "PUT",
                "/box/key",
                host: server.http.authority,
                payloadHash: S3RequestForger.sha256([1])
            )
            for name in ["x-amz-content-sha256", "x-amz-date", "Authorization", "Host", "Content-Length"] {
                let value = name == "Content-Length" ? "2" : signed.first { $0.0 == name }?.1 ?? "x"
                let reply = try await server.http.request(
                    "PUT",
                    "/box/key",
                    headers: signed + [(name, value + " ")],
                    body: [1]
                )
                #expect((400...403).contains(reply.status), "\(name) → \(reply.status)")
            }
        }
    }

    @Test
    func `with entities, depth or too many keys in its XML is refused quickly`() async throws {
        try await withStore { server in
            let bomb = #"<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>"#
            for body in [
                bomb + "<Delete><Object><Key>&b;</Key></Object></Delete>",
                #"<!DOCTYPE d SYSTEM "file:///etc/passwd"><Delete><Object><Key>key</Key></Object></Delete>"#,
                String(repeating: "<a>", count: 10_000), "<Delete>", "", "<Delete><Object></Object></Delete>",
                "<Delete>" + String(repeating: "<Object><Key>key</Key></Object>", count: 1001) + "</Delete>",
                "\u{0}<Delete/>", "<Delete><Object><Key>&#0;</Key></Object></Delete>",
            ] {
                let md5 = S3RequestForger.md5(Array(body.utf8))
                let reply = try await server.s3.request(
                    "POST",
                    "/box",
                    query: "delete=",
                    headers: [("Content-MD5", md5)],
                    body: Array(body.utf8)
                )
                #expect(reply.status == 400, "\(body.prefix(60)) → \(reply)")
            }
        }
    }

    @Test
    func `learns nothing from what it is told`() async throws {
        try await withStore { server in
            let reply = try await server.s3(server.accessKey, "wrong").request("GET", "/box/key")
            #expect(reply.status == 403)
            #expect(!reply.text.contains(server.secretKey))
            for method in ["GET", "HEAD", "PUT", "DELETE"] {
                for path in ["/", "/box", "/box/key", "/nobox", "/nobox/key"] {
                    let reply = try await server.http.request(method, path, body: method == "PUT" ? [] : nil)
                    #expect(reply.status == 403, "\(method) \(path) → \(reply.status)")
                }
            }
        }
    }
}
