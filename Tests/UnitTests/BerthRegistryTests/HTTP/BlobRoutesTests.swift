import BerthTesting
import NIOCore
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A blob` {
    private let blob = SampleBlob(Array((0..<2048).map { UInt8(truncatingIfNeeded: $0) }))

    @Test func `is served whole, in parts, or not at all when the client has it`() async throws {
        let blob = blob
        try await RunningRegistry.run { registry in
            #expect(try await registry.push(blob, to: "a/b").status == 201)
            let path = "/v2/a/b/blobs/\(blob.digest)"
            let whole = try await registry.http.request("GET", path)
            #expect(whole.body == blob.bytes)
            #expect(whole["Docker-Content-Digest"] == blob.digest)
            #expect(whole["Content-Type"] == "application/octet-stream")
            #expect(whole["X-Content-Type-Options"] == "nosniff")
            let head = try await registry.http.request("HEAD", path)
            #expect(head["Content-Length"] == "2048" && head.body.isEmpty)
            for (range, expected) in [("0-0", 0..<1), ("500-", 500..<2048), ("-3", 2045..<2048), ("9-99999", 9..<2048)]
            {
                let part = try await registry.http.request("GET", path, headers: [("Range", "bytes=\(range)")])
                #expect(part.status == 206)
                #expect(part.body == Array(blob.bytes[expected]))
                #expect(part["Content-Range"] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/2048")
            }
            for range in ["5000-6000", "500-0", "2048-"] {
                let reply = try await registry.http.request("GET", path, headers: [("Range", "bytes=\(range)")])
                #expect(reply.status == 416)
                #expect(reply["Content-Range"] == "bytes */2048")
            }
            let cached = try await registry.http.request(
                "GET",
                path,
                headers: [("If-None-Match", "\"x\", \"\(blob.digest)\"")]
            )
            #expect(cached.status == 304 && cached.body.isEmpty)
            let other = try await registry.http.request(
                "GET",
                path,
                headers: [("Range", "bytes=0-1"), ("If-Range", "\"other\"")]
            )
            #expect(other.status == 200 && other.body == blob.bytes)
        }
    }

    @Test func `is seen only through its repository's link`() async throws {
        let blob = blob
        try await RunningRegistry.run { registry in
            _ = try await registry.push(blob, to: "a")
            _ = try await registry.push(blob, to: "b")
            for method in ["GET", "HEAD", "DELETE"] {
                #expect(try await registry.http.request(method, "/v2/c/blobs/\(blob.digest)").status == 404)
            }
            #expect(try await registry.http.request("GET", "/v2/a/blobs/\(blob.digest)").status == 200)
            #expect(try await registry.http.request("DELETE", "/v2/a/blobs/\(blob.digest)").status == 202)
            #expect(try await registry.http.request("GET", "/v2/b/blobs/\(blob.digest)").status == 200)
            let gone = try await registry.http.request("GET", "/v2/a/blobs/\(blob.digest)")
            #expect(gone.status == 404 && gone.distributionErrorCode == "BLOB_UNKNOWN")
            #expect(try await registry.http.request("DELETE", "/v2/a/blobs/\(blob.digest)").status == 404)
        }
    }

    @Test(arguments: ["md5:abc", "sha256:short", "sha256:\(String(repeating: "A", count: 64))", "latest", "..%2f.."])
    func `with a digest that is none is a client's fault`(_ digest: String) async throws {
        try await RunningRegistry.run { registry in
            let reply = try await registry.http.request("GET", "/v2/a/blobs/\(digest)")
            #expect(reply.status == 400 || reply.status == 404)
            #expect(reply.distributionErrorCode != nil)
        }
    }

    @Test func `of which bytes were damaged is never served as right, and can be pushed again`() async throws {
        let small = blob
        let large = SampleBlob([UInt8](repeating: 7, count: 6 << 20))
        for (blob, sizes) in [(small, [0..<10]), (large, [0..<10])] {
            let driver = InMemoryStorageDriver()
            try await RunningRegistry.run(over: driver) { registry in _ = try await registry.push(blob, to: "a") }
            var bytes = blob.bytes
            bytes[bytes.count / 2] ^= 1
            let data = StoragePaths.blobData(try Digest(blob.digest))
            try await driver.put(ByteBuffer(bytes: bytes), at: data, condition: .none)
            try await RunningRegistry.run(over: driver) { registry in
                let path = "/v2/a/blobs/\(blob.digest)"
                for range in sizes {
                    let part = try await registry.http.request(
                        "GET",
                        path,
                        headers: [("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
                    )
                    #expect(part.status == 500)
                }
                #expect(try await registry.http.request("HEAD", path).status == 404)
                #expect(try await registry.push(blob, to: "a").status == 201)
                #expect(try await registry.http.request("GET", path).body == blob.bytes)
            }
        }
    }

    @Test func `is mounted only from where it is`() async throws {
        let blob = blob
        try await RunningRegistry.run { registry in
            _ = try await registry.push(blob, to: "source")
            let begin = "/v2/target/blobs/uploads/?mount=\(blob.digest)"
            #expect(try await registry.http.request("POST", begin + "&from=other", body: []).status == 202)
            #expect(try await registry.http.request("POST", begin + "&from=A", body: []).status == 400)
            let mounted = try await registry.http.request("POST", begin + "&from=source", body: [])
            #expect(mounted.status == 201)
            #expect(mounted["Location"] == "/v2/target/blobs/\(blob.digest)")
            #expect(try await registry.http.request("GET", "/v2/target/blobs/\(blob.digest)").body == blob.bytes)
            let anywhere = "/v2/third/blobs/uploads/?mount=\(blob.digest)"
            #expect(try await registry.http.request("POST", anywhere, body: []).status == 201)
        }
    }
}
