import BerthTesting
import Testing

/// Each part gives way to somebody else's, and what one wrote another serves.
@Suite(.timeLimit(.minutes(10)))
struct `Parts in each other's place` {
    private func exercise(_ registry: RegistryServer, seed: UInt64) async throws {
        let image = SampleImage(seed: seed, layers: 2, layerSize: 300_000)
        try await registry.push(image, to: "swap/app", as: "v1")
        var random = SeededGenerator(seed: seed)
        let large = SampleBlob(random.bytes(12 << 20))
        var target = try await registry.beginUpload("swap/app")
        for start in stride(from: 0, to: large.bytes.count, by: 4 << 20) {
            let reply = try await registry.patch(target, Array(large.bytes[start..<start + (4 << 20)]), from: start)
            #expect(reply.status == 202, "\(reply)")
            target = registry.target(try #require(reply["Location"]))
        }
        #expect(try await registry.finish(target, digest: large.digest).status == 201)
        try await expectAll(registry, image, large)
        let mounted = try await registry.call(
            "POST",
            "swap/other/blobs/uploads/?mount=\(large.digest)&from=swap/app",
            body: []
        )
        #expect(mounted.status == 201)
        #expect(try await registry.call("DELETE", "swap/app/manifests/\(image.manifest.digest)").status == 202)
        #expect(try await registry.call("GET", "swap/app/manifests/v1").status == 404)
        try await registry.push(manifest: image.manifest, to: "swap/app", as: "v1")
        try await expectAll(registry, image, large)
    }

    private func expectAll(_ registry: RegistryServer, _ image: SampleImage, _ large: SampleBlob) async throws {
        let manifest = try await registry.call(
            "GET",
            "swap/app/manifests/v1",
            headers: [("Accept", image.manifest.mediaType)]
        )
        #expect(manifest.body == image.manifest.bytes)
        for blob in image.blobs + [large] {
            let reply = try await registry.call("GET", "swap/app/blobs/\(blob.digest)")
            #expect(reply.status == 200 && reply.body == blob.bytes, "\(blob.digest) \(reply.status)")
        }
        #expect(try await registry.call("GET", "swap/app/tags/list").text.contains("v1"))
        let range = try await registry.call(
            "GET",
            "swap/app/blobs/\(large.digest)",
            headers: [("Range", "bytes=5000000-5000099")]
        )
        #expect(range.body == Array(large.bytes[5_000_000..<5_000_100]))
    }

    @Test(.enabled(if: ForeignClient.isExpected("docker-registry")))
    func `docker-registry works on our object store`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await fixture.objectStore()
            try await store.makeBucket("ocp-registry")
            try await exercise(fixture.registry(.peer, store: store), seed: 160)
        }
    }

    @Test(.enabled(if: ForeignClient.isExpected("weed")))
    func `our registry works on SeaweedFS`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await fixture.seaweedFS()
            try await store.makeBucket("ocp-registry")
            try await exercise(fixture.registry(.bucket, store: store), seed: 161)
        }
    }

    @Test(.enabled(if: ForeignClient.isExpected("moto_server")))
    func `our registry works on moto`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await fixture.moto()
            try await store.makeBucket("ocp-registry")
            try await exercise(fixture.registry(.bucket, store: store), seed: 162)
        }
    }

    private func fill(_ registry: RegistryServer) async throws -> (SampleImage, SampleBlob) {
        let image = SampleImage(seed: 163, layers: 2, layerSize: 300_000)
        var random = SeededGenerator(seed: 163)
        let large = SampleBlob(random.bytes(12 << 20))
        try await registry.push(image, to: "swap/app", as: "v1")
        try await registry.push(large, to: "swap/app")
        return (image, large)
    }

    @Test(.enabled(if: ForeignClient.isExpected("docker-registry")))
    func `our registry serves the folder that docker-registry wrote, and gives it back`() async throws {
        try await BerthFixture.with { fixture in
            let folder = try fixture.folder("shared")
            let theirs = try await fixture.registry(.peer, folder: folder)
            let (image, large) = try await fill(theirs)
            await theirs.process?.stop()
            let ours = try await fixture.registry(.folder, folder: folder)
            try await expectAll(ours, image, large)
            #expect(try await ours.call("GET", "_catalog").text.contains("swap/app"))
            let added = SampleImage(seed: 164)
            try await ours.push(added, to: "swap/added", as: "v2")
            await ours.process?.stop()
            let again = try await fixture.registry(.peer, folder: folder)
            try await expectAll(again, image, large)
            let reply = try await again.call(
                "GET",
                "swap/added/manifests/v2",
                headers: [("Accept", added.manifest.mediaType)]
            )
            #expect(reply.body == added.manifest.bytes)
            #expect(try await again.call("GET", "swap/added/blobs/\(added.config.digest)").body == added.config.bytes)
        }
    }

    @Test(.enabled(if: ForeignClient.isExpected("docker-registry")))
    func `our registry serves the bucket that docker-registry wrote`() async throws {
        try await BerthFixture.with { fixture in
            let store = try await fixture.objectStore()
            try await store.makeBucket("ocp-registry")
            let theirs = try await fixture.registry(.peer, store: store)
            let (image, large) = try await fill(theirs)
            await theirs.process?.stop()
            let ours = try await fixture.registry(.bucket, store: store)
            try await expectAll(ours, image, large)
            #expect(try await ours.call("DELETE", "swap/app/blobs/\(large.digest)").status == 202)
            #expect(try await ours.call("HEAD", "swap/app/blobs/\(large.digest)").status == 404)
            try await ours.push(large, to: "swap/app")
            try await expectAll(ours, image, large)
        }
    }
}
