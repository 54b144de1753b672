import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A cross-repository mount` {
    @Test(arguments: RegistryKind.judged)
    func `makes a blob of one repository visible in another`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("to be mounted".utf8))
            try await registry.push(blob, to: "mount/source")
            let reply = try await registry.call(
                "POST",
                "mount/target/blobs/uploads/?mount=\(blob.digest)&from=mount/source",
                body: []
            )
            #expect(reply.status == 201)
            #expect(reply["Docker-Content-Digest"] == blob.digest)
            #expect(try await registry.call("GET", "mount/target/blobs/\(blob.digest)").body == blob.bytes)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `falls back to an upload when the source has no such blob`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("not there yet".utf8))
            for source in ["mount/empty", "mount/target"] {
                let reply = try await registry.call(
                    "POST",
                    "mount/target/blobs/uploads/?mount=\(blob.digest)&from=\(source)",
                    body: []
                )
                #expect(reply.status == 202)
                let location = registry.target(try #require(reply["Location"]))
                #expect(try await registry.finish(location, digest: blob.digest, blob.bytes).status == 201)
                #expect(
                    try await registry.call("DELETE", "mount/target/blobs/\(blob.digest)").status == 202
                )
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `does not take a blob from a repository that does not have it`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("kept in one place".utf8))
            try await registry.push(blob, to: "mount/private")
            let reply = try await registry.call(
                "POST",
                "mount/target/blobs/uploads/?mount=\(blob.digest)&from=mount/other",
                body: []
            )
            #expect(reply.status == 202)
            #expect(try await registry.call("HEAD", "mount/target/blobs/\(blob.digest)").status == 404)
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `without a source finds what the caller may read`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("found without a source".utf8))
            try await registry.push(blob, to: "mount/somewhere")
            let reply = try await registry.call(
                "POST",
                "mount/target/blobs/uploads/?mount=\(blob.digest)",
                body: []
            )
            #expect(reply.status == 201)
            #expect(try await registry.call("GET", "mount/target/blobs/\(blob.digest)").body == blob.bytes)
            let unknown = try await registry.call(
                "POST",
                "mount/target/blobs/uploads/?mount=\(SampleBlob([7]).digest)",
                body: []
            )
            #expect(unknown.status == 202)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `is refused for malformed names and digests`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            for query in ["?mount=sha256:bad&from=mount/source", "?mount=md5:00&from=a", "?mount=..%2f..&from=a"] {
                let reply = try await registry.call("POST", "mount/target/blobs/uploads/\(query)", body: [])
                #expect(reply.status == 202 || reply.status == 400, "\(query)")
            }
        }
    }
}
