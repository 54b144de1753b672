import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A pull by hand` {
    @Test(arguments: RegistryKind.judged)
    func `says what it is at the root of the API`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let reply = try await registry.call("GET", "")
            #expect(reply.status == 200)
            #expect(reply["Docker-Distribution-Api-Version"] == "registry/2.0")
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `gives back a blob whole with its length and digest`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            var random = SeededGenerator(seed: 1)
            for size in [0, 1, 4096, 70_000, 1_500_000] {
                let blob = SampleBlob(random.bytes(size))
                let pushed = try await registry.push(blob, to: "library/pull")
                #expect(pushed["Docker-Content-Digest"] == blob.digest)
                let head = try await registry.call("HEAD", "library/pull/blobs/\(blob.digest)")
                #expect(head.status == 200)
                #expect(head["Content-Length"] == "\(size)")
                let reply = try await registry.call("GET", "library/pull/blobs/\(blob.digest)")
                #expect(reply.status == 200)
                #expect(reply.body == blob.bytes)
                #expect(reply["Docker-Content-Digest"] == blob.digest)
                #expect(reply["Content-Type"] == "application/octet-stream")
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `gives back manifests byte for byte with the type they came with`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 2)
            try await registry.push(image, to: "library/pull", as: "v1")
            for reference in ["v1", image.manifest.digest] {
                let reply = try await registry.call(
                    "GET",
                    "library/pull/manifests/\(reference)",
                    headers: [("Accept", image.manifest.mediaType)]
                )
                #expect(reply.status == 200)
                #expect(reply.body == image.manifest.bytes)
                #expect(reply["Content-Type"] == image.manifest.mediaType)
                #expect(reply["Docker-Content-Digest"] == image.manifest.digest)
                let head = try await registry.call(
                    "HEAD",
                    "library/pull/manifests/\(reference)",
                    headers: [("Accept", image.manifest.mediaType)]
                )
                #expect(head.status == 200)
                #expect(head["Content-Length"] == "\(image.manifest.bytes.count)")
                #expect(head["Docker-Content-Digest"] == image.manifest.digest)
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `answers the range that was asked`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            var random = SeededGenerator(seed: 3)
            let blob = SampleBlob(random.bytes(300_000))
            try await registry.push(blob, to: "library/range")
            let target = "library/range/blobs/\(blob.digest)"
            for (header, range) in [
                ("bytes=0-", 0..<300_000), ("bytes=0-0", 0..<1), ("bytes=10-99999", 10..<100_000),
                ("bytes=299999-", 299_999..<300_000), ("bytes=-5", 299_995..<300_000),
                ("bytes=299990-400000", 299_990..<300_000),
            ] {
                let reply = try await registry.call("GET", target, headers: [("Range", header)])
                #expect(reply.status == 206, "\(header)")
                #expect(reply.body == Array(blob.bytes[range]), "\(header)")
                #expect(reply["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/300000")
            }
            let beyond = try await registry.call("GET", target, headers: [("Range", "bytes=300000-")])
            #expect(beyond.status == 416)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `answers 304 for an entity tag that still holds`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 4)
            try await registry.push(image, to: "library/conditional", as: "v1")
            for path in ["blobs/\(image.config.digest)", "manifests/v1"] {
                let first = try await registry.call(
                    "GET",
                    "library/conditional/\(path)",
                    headers: [("Accept", image.manifest.mediaType)]
                )
                let tag = try #require(first["ETag"])
                let second = try await registry.call(
                    "GET",
                    "library/conditional/\(path)",
                    headers: [("If-None-Match", tag), ("Accept", image.manifest.mediaType)]
                )
                #expect(second.status == 304)
                #expect(second.body.isEmpty)
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `does not show a blob in a repository that it was not pushed to`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("only in one repository".utf8))
            try await registry.push(blob, to: "one/repository")
            for method in ["GET", "HEAD"] {
                let reply = try await registry.call(method, "another/repository/blobs/\(blob.digest)")
                #expect(reply.status == 404)
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `serves a blob of several megabytes to slow and impatient readers at once`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            var random = SeededGenerator(seed: 5)
            let blob = SampleBlob(random.bytes(8 << 20))
            try await registry.push(blob, to: "library/slow")
            let (http, target) = (registry.http, "/v2/library/slow/blobs/\(blob.digest)")
            // one reads a little and resets, again and again; one reads all
            for _ in 0..<5 {
                try await http.withConnection { connection in
                    try connection.send(http.head("GET", target))
                    _ = try connection.readHead()
                    connection.reset()
                }
            }
            let reply = try await http.request("GET", target)
            #expect(reply.isComplete && reply.body == blob.bytes)
        }
    }
}
