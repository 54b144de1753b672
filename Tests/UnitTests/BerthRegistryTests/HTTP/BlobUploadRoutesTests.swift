import BerthTesting
import Logging
import NIOCore
import NIOPosix
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A blob upload` {
    private let blob = SampleBlob(Array((0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 3) }))

    @Test func `takes chunks in order and says where to go on`() async throws {
        let blob = blob
        try await RunningRegistry.run { registry in
            let session = try await registry.beginUpload(in: "a")
            #expect(session.hasPrefix("/v2/a/blobs/uploads/") && !session.contains("?"))
            for (index, range) in [0..<1000, 1000..<2000].enumerated() {
                let text = "\(range.lowerBound)-\(range.upperBound - 1)"
                let chunk = Array(blob.bytes[range])
                let reply = try await registry.http.request(
                    "PATCH",
                    session,
                    headers: [("Content-Range", text)],
                    body: chunk
                )
                #expect(reply.status == 202 && reply["Range"] == "0-\(range.upperBound - 1)", "chunk \(index)")
                let again = try await registry.http.request(
                    "PATCH",
                    session,
                    headers: [("Content-Range", text)],
                    body: chunk
                )
                #expect(again.status == 416 && again["Range"] == "0-\(range.upperBound - 1)")
            }
            let status = try await registry.http.request("GET", session)
            #expect(status.status == 204 && status["Range"] == "0-1999" && status["Location"] == session)
            let wrong = try await registry.http.request(
                "PUT",
                session + "?digest=\(blob.digest)",
                headers: [("Content-Range", "0-999")],
                body: Array(blob.bytes[2000...])
            )
            #expect(wrong.status == 416)
            let done = try await registry.http.request(
                "PUT",
                session + "?digest=\(blob.digest)",
                headers: [("Content-Range", "2000-2999")],
                body: Array(blob.bytes[2000...])
            )
            #expect(done.status == 201 && done["Location"] == "/v2/a/blobs/\(blob.digest)")
            #expect(try await registry.http.request("GET", "/v2/a/blobs/\(blob.digest)").body == blob.bytes)
            #expect(try await registry.http.request("GET", session).distributionErrorCode == "BLOB_UPLOAD_UNKNOWN")
        }
    }

    @Test(arguments: [false, true])
    func `ends with sha512 as well, also when nobody said so before`(_ isLarge: Bool) async throws {
        let blob = isLarge ? SampleBlob([UInt8](repeating: 5, count: 3 << 20)) : blob
        try await RunningRegistry.run { registry in
            let session = try await registry.beginUpload(in: "a")
            _ = try await registry.http.request("PATCH", session, body: blob.bytes)
            let done = try await registry.http.request("PUT", session + "?digest=\(blob.sha512)", body: [])
            #expect(done.status == 201 && done["Docker-Content-Digest"] == blob.sha512)
            #expect(try await registry.http.request("GET", "/v2/a/blobs/\(blob.sha512)").body == blob.bytes)
            #expect(try await registry.http.request("GET", "/v2/a/blobs/\(blob.digest)").status == 404)
            let other = try await registry.beginUpload(in: "a")
            _ = try await registry.http.request("PATCH", other, body: blob.bytes)
            let wrong = SampleBlob([1]).sha512
            #expect(try await registry.http.request("PUT", other + "?digest=\(wrong)", body: []).status == 400)
        }
    }

    @Test func `with another digest leaves nothing`() async throws {
        let blob = blob
        let wrong = SampleBlob([1, 2, 3])
        let driver = InMemoryStorageDriver()
        try await RunningRegistry.run(over: driver) { registry in
            let session = try await registry.beginUpload(in: "a")
            let reply = try await registry.http.request("PUT", session + "?digest=\(wrong.digest)", body: blob.bytes)
            #expect(reply.status == 400 && reply.distributionErrorCode == "DIGEST_INVALID")
            let single = try await registry.http.request(
                "POST",
                "/v2/a/blobs/uploads/?digest=\(wrong.digest)",
                body: blob.bytes
            )
            #expect(single.status == 400)
            #expect(try await registry.http.request("GET", session).status == 404)
            for digest in [blob.digest, wrong.digest] {
                #expect(try await registry.http.request("GET", "/v2/a/blobs/\(digest)").status == 404)
            }
        }
        let root = StoragePaths.uploads.text.replacing("/uploads", with: "")
        #expect(try await driver.objects(below: StoragePath(unchecked: root), after: nil, limit: 9).entries.isEmpty)
    }

    @Test(arguments: ["", "?digest=", "?digest=sha256:x", "?digest=md5:0123", "?digest"])
    func `does not end with a digest that is none`(_ query: String) async throws {
        try await RunningRegistry.run { registry in
            let session = try await registry.beginUpload(in: "a")
            #expect(try await registry.http.request("PUT", session + query, body: []).status == 400)
            #expect(try await registry.http.request("GET", session).status == 204)
        }
    }

    @Test func `belongs to its repository and is over when it is cancelled`() async throws {
        let blob = blob
        try await RunningRegistry.run { registry in
            let session = try await registry.beginUpload(in: "a")
            let foreign = session.replacing("/v2/a/", with: "/v2/b/")
            for method in ["GET", "PATCH", "PUT", "DELETE"] {
                let query = method == "PUT" ? "?digest=\(blob.digest)" : ""
                let reply = try await registry.http.request(method, foreign + query, body: [])
                #expect(reply.distributionErrorCode == "BLOB_UPLOAD_UNKNOWN")
            }
            #expect(try await registry.http.request("DELETE", session).status == 204)
            #expect(try await registry.http.request("PATCH", session, body: blob.bytes).status == 404)
        }
    }

    @Test func `of nothing is a blob too`() async throws {
        let empty = SampleBlob([])
        try await RunningRegistry.run { registry in
            let session = try await registry.beginUpload(in: "a")
            #expect(try await registry.http.request("PUT", session + "?digest=\(empty.digest)", body: []).status == 201)
            let reply = try await registry.http.request("GET", "/v2/a/blobs/\(empty.digest)")
            #expect(reply.status == 200 && reply.body.isEmpty && reply["Content-Length"] == "0")
        }
    }

    @Test func `is held to its limits`() async throws {
        let blob = blob
        try await RunningRegistry.run(configure: {
            $0.bounds.blobSizeLimit = 2000
            $0.bounds.uploadsLimit = 2
        }) { registry in
            #expect(try await registry.push(blob, to: "a").status == 413)
            let session = try await registry.beginUpload(in: "a")
            _ = try await registry.http.request("PATCH", session, body: Array(blob.bytes[..<1500]))
            #expect(try await registry.http.request("PATCH", session, body: Array(blob.bytes[..<1500])).status == 413)
            _ = try await registry.beginUpload(in: "a")
            let reply = try await registry.http.request("POST", "/v2/a/blobs/uploads/", body: [])
            #expect(reply.status == 429 && reply["Retry-After"] != nil)
        }
    }

    @Test func `that nobody goes on with is given up`() async throws {
        let driver = InMemoryStorageDriver()
        var limits = RegistryLimits()
        limits.uploadExpiry = .zero
        let sessions = UploadSessions(driver: driver, limits: limits, pool: .singleton, logger: Logger(label: "test"))
        let name = try RepositoryName("a")
        let session = try sessions.begin(in: name, by: .anonymous, algorithm: nil)
        await sessions.reap()
        #expect(session.isOver)
        #expect(throws: RegistryError.uploadUnknown) { try sessions.session(session.id, in: name, of: .anonymous) }
        let bound = try sessions.begin(in: name, by: .verified("user1"), algorithm: nil)
        #expect(throws: RegistryError.uploadUnknown) {
            try sessions.session(bound.id, in: name, of: .verified("user2"))
        }
        #expect(throws: RegistryError.uploadUnknown) { try sessions.session(bound.id, in: name, of: .anonymous) }
    }
}
