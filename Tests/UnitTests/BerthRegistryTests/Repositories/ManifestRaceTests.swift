import BerthTesting
import NIOCore
import NIOPosix
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A manifest that is deleted while it is pushed` {
    private let image = SampleImage(seed: 12)

    @Test func `is there whenever its tag or its subject's list says so`() async throws {
        let driver = InMemoryStorageDriver()
        let contents = RegistryContents(driver: driver, limits: RegistryLimits(), pool: .singleton)
        let repository = try RepositoryName("a")
        let tag = try Tag("t")
        let manifest = SampleImage.manifest(config: image.config, layers: [], subject: image.manifest)
        for blob in image.blobs {
            let digest = try Digest(blob.digest)
            try await driver.put(ByteBuffer(bytes: blob.bytes), at: StoragePaths.blobData(digest), condition: .none)
            try await contents.blobs.links.add(.blob, digest, in: repository)
        }
        let submission = ManifestStore.Submission(
            repository: repository,
            bytes: ByteBuffer(bytes: manifest.bytes),
            contentType: nil,
            digest: nil,
            tags: [tag],
            mayOverwrite: true
        )
        let digest = try Digest(manifest.digest)
        for _ in 0..<300 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { _ = try await contents.manifests.put(submission) }
                    group.addTask { _ = try await contents.manifests.remove(digest, from: repository) }
                }
                try await group.waitForAll()
            }
            let isTagged = try await contents.tags.digest(of: tag, in: repository) != nil
            let referrers = try await contents.manifests.referrers.page(
                of: try Digest(image.manifest.digest),
                in: repository,
                artifactType: nil,
                after: nil,
                limit: 10
            )
            let isThere = try await contents.manifests.manifest(.digest(digest), in: repository) != nil
            #expect(isThere || (!isTagged && referrers.descriptors.isEmpty))
        }
    }

    @Test func `is unknown where a link holds rubbish, however long`() async throws {
        let image = image
        try await RunningRegistry.run { registry in
            _ = try await registry.push(image, to: "a", as: "v1")
            let path = StoragePaths.tagLink(try Tag("v1"), in: try RepositoryName("a"))
            for rubbish in [0, 7, 100_000] {
                let bytes = ByteBuffer(repeating: 0x78, count: rubbish)
                try await registry.driver.put(bytes, at: path, condition: .none)
                #expect(try await registry.http.request("GET", "/v2/a/manifests/v1").status == 404)
            }
        }
    }
}
