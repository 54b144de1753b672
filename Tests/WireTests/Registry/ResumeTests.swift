import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A push in chunks` {
    @Test(arguments: RegistryKind.judged)
    func `goes on chunk by chunk, the last with the closing request`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            var random = SeededGenerator(seed: 30)
            let blob = SampleBlob(random.bytes(1_000_000))
            var target = try await registry.beginUpload("library/chunks")
            for start in stride(from: 0, to: 900_000, by: 300_000) {
                let reply = try await registry.patch(target, Array(blob.bytes[start..<start + 300_000]), from: start)
                #expect(reply.status == 202)
                #expect(reply["Range"] == "0-\(start + 299_999)")
                target = registry.target(try #require(reply["Location"]))
            }
            let reply = try await registry.finish(target, digest: blob.digest, Array(blob.bytes[900_000...]))
            #expect(reply.status == 201)
            #expect(try await registry.call("GET", "library/chunks/blobs/\(blob.digest)").body == blob.bytes)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `is told 416 for a chunk out of order and may go on at the right place`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 takes a chunk out of order") { _, registry in
            let bytes = Array("0123456789".utf8)
            let target = try await registry.beginUpload("library/order")
            let first = try await registry.patch(target, Array(bytes[0..<4]), from: 0)
            let next = registry.target(try #require(first["Location"]))
            for wrong in [0, 3, 5, 1_000_000] {
                let refused = try await registry.patch(next, Array("xx".utf8), from: wrong)
                #expect(refused.status == 416, "chunk at \(wrong)")
            }
            let status = try await registry.http.request("GET", next)
            #expect(status.status == 204)
            #expect(status["Range"] == "0-3")
            let rest = registry.target(try #require(status["Location"]))
            let second = try await registry.patch(rest, Array(bytes[4...]), from: 4)
            #expect(second.status == 202)
            let last = registry.target(try #require(second["Location"]))
            #expect(try await registry.finish(last, digest: SampleBlob(bytes).digest).status == 201)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `survives a connection that breaks in the middle of a chunk`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 knows a session only by its last Location, which the client never got") {
            _,
            registry in
            var random = SeededGenerator(seed: 31)
            let blob = SampleBlob(random.bytes(2_000_000))
            let target = try await registry.beginUpload("library/broken")
            let http = registry.http
            try await http.withConnection { connection in
                try connection.send(http.head("PATCH", target, length: 2_000_000))
                try connection.send(Array(blob.bytes[..<1_200_000]))
                connection.reset()
            }
            // whatever offset the registry reports is true, and the push can be ended from there
            var status = try await http.request("GET", target)
            for _ in 0..<2000 where status.status != 204 {
                try await Task.sleep(for: .milliseconds(50))
                status = try await http.request("GET", target)
            }
            #expect(status.status == 204)
            // the offset may still grow while the server notices the break: 416 says to ask again
            var rest = status
            for _ in 0..<2000 {
                // distribution says 0-0 when it has nothing
                let end = Int(status["Range"]?.split(separator: "-").last ?? "") ?? 0
                let start = end == 0 ? 0 : end + 1
                #expect(start <= 1_200_000)
                let next = registry.target(status["Location"] ?? target)
                rest = try await registry.patch(next, Array(blob.bytes[start...]), from: start)
                guard [409, 416].contains(rest.status) else { break }
                try await Task.sleep(for: .milliseconds(50))
                status = try await http.request("GET", target)
            }
            #expect(rest.status == 202)
            let last = registry.target(try #require(rest["Location"]))
            #expect(try await registry.finish(last, digest: blob.digest).status == 201)
            #expect(try await registry.call("GET", "library/broken/blobs/\(blob.digest)").body == blob.bytes)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `can be cancelled, and is unknown afterwards`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let target = try await registry.beginUpload("library/cancel")
            let patched = try await registry.patch(target, Array("some bytes".utf8))
            let next = registry.target(try #require(patched["Location"]))
            #expect(try await registry.http.request("DELETE", next).status == 204)
            for method in ["GET", "DELETE"] {
                let reply = try await registry.http.request(method, next)
                #expect(reply.status == 404)
                #expect(reply.distributionErrorCode == "BLOB_UPLOAD_UNKNOWN")
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `is bound to its repository`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let target = try await registry.beginUpload("library/mine")
            let patched = try await registry.patch(target, Array("mine".utf8))
            let location = registry.target(try #require(patched["Location"]))
            let stolen = location.replacing("library/mine", with: "library/theirs")
            #expect(try await registry.http.request("GET", stolen).status >= 400)
            let finished = try await registry.finish(stolen, digest: SampleBlob(Array("mine".utf8)).digest)
            #expect((400..<500).contains(finished.status))
            #expect(try await registry.http.request("DELETE", stolen).status >= 400)
            // and the owner's push is unharmed
            let reply = try await registry.finish(location, digest: SampleBlob(Array("mine".utf8)).digest)
            #expect(reply.status == 201)
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `has one writer at a time`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let target = try await registry.beginUpload("library/two")
            let http = registry.http
            let (first, second) = try await http.withConnection { first in
                // told to go on, the first has the session; before that either may be the one who gets it
                try first.send(http.head("PATCH", target, headers: [("Expect", "100-continue")], length: 10))
                #expect(try first.readHead().status == 100)
                try first.send("01234")
                // the first is still sending: one of the two must be refused, never be mixed in
                let second = try RawConnection(host: http.host, port: http.port, timeout: .seconds(10))
                try second.send(http.head("PATCH", target, length: 10))
                try second.send("abcdefghij")
                let other = try? second.readReply(to: "PATCH").status
                try first.send("56789")
                return (try first.readReply(to: "PATCH").status, other)
            }
            #expect((first == 202) != (second == 202), "\(first) \(second ?? 0)")
            let winner = Array((first == 202 ? "0123456789" : "abcdefghij").utf8)
            let status = try await http.request("GET", target)
            let location = registry.target(status["Location"] ?? target)
            #expect(try await registry.finish(location, digest: SampleBlob(winner).digest).status == 201)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `ends with a clear refusal when the closing digest is malformed`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            for digest in [
                "", "sha256:", "sha256:xyz", "md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:ABC", "..%2f..",
            ] {
                let reply = try await registry.finish(registry.beginUpload("library/digests"), digest: digest, [1])
                #expect((400..<500).contains(reply.status), "\(digest)")
                #expect(reply.distributionErrorCode != nil, "\(digest)")
            }
        }
    }
}
