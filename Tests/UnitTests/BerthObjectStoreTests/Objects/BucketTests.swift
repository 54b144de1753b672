import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A bucket` {
    @Test func `is made once and listed by name`() async throws {
        try await ScratchStore.with { store in
            _ = try await store.engine.createBucket(testBucket("another"))
            #expect(try await store.engine.buckets().map(\.name.text) == ["another", "bucket"])
            await #expect(throws: StoreError.bucketAlreadyExists) {
                try await store.engine.createBucket(testBucket("another"))
            }
            await #expect(throws: StoreError.noSuchBucket) { try await store.engine.bucket(testBucket("none")) }
        }
    }

    @Test func `is not deleted while it holds objects or open uploads, and is empty when made again`() async throws {
        try await ScratchStore.with { store in
            try await store.put("k", [1])
            await #expect(throws: StoreError.bucketNotEmpty) {
                try await store.engine.deleteBucket(ScratchStore.bucket)
            }
            try await store.engine.deleteObject(testKey("k"), in: ScratchStore.bucket)
            let upload = try await store.engine.createUpload(
                testKey("u"),
                in: ScratchStore.bucket,
                metadata: ObjectMetadata(),
                initiator: "me"
            )
            await #expect(throws: StoreError.bucketNotEmpty) {
                try await store.engine.deleteBucket(ScratchStore.bucket)
            }
            try await store.engine.abortUpload(upload.id, key: testKey("u"), in: ScratchStore.bucket)
            try await store.engine.deleteBucket(ScratchStore.bucket)
            await #expect(throws: StoreError.noSuchBucket) { try await store.put("k", [1]) }
            _ = try await store.engine.createBucket(ScratchStore.bucket)
            #expect(try await store.list().names.isEmpty)
        }
    }
}
