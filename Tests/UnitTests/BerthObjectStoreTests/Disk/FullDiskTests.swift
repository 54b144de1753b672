import Foundation
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A full disk` {
    @Test func `refuses puts, serves reads and deletes, and needs no restart`() async throws {
        try await ScratchStore.withDirectory { scratch in
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            let disk = FakeDisk(seed: 1)
            let store = try await ScratchStore.open("/data", fileSystem: disk, indexPath: "\(scratch)/index.sqlite")
            _ = try await store.engine.createBucket(ScratchStore.bucket)
            try await store.put("small", [1])
            try await store.put("large", noise(100_000))
            disk.setFree(0)
            await #expect(throws: StoreError.storageFull) { try await store.put("small", [2]) }
            await #expect(throws: StoreError.storageFull) { try await store.put("large", noise(80_000)) }
            #expect(try await store.get("small") == [1])
            #expect(try await store.get("large") == noise(100_000))
            try await store.engine.deleteObject(testKey("large"), in: ScratchStore.bucket)
            await #expect(throws: StoreError.noSuchKey) { try await store.get("large") }
            #expect(try store.engine.fileSystem.names(in: "/data/staging").isEmpty)
            disk.setFree(1 << 30)
            try await store.put("large", noise(80_000))
            #expect(try await store.get("large") == noise(80_000))
            #expect(store.engine.isWritable)
            try await store.engine.close()
        }
    }

    @Test func `is kept from filling by the floor`() async throws {
        try await ScratchStore.withDirectory { scratch in
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            let disk = FakeDisk(seed: 1)
            var options = StorageOptions.small
            options.freeSpaceFloor = 1 << 20
            let store = try await ScratchStore.open(
                "/data",
                options: options,
                fileSystem: disk,
                indexPath: "\(scratch)/index.sqlite"
            )
            _ = try await store.engine.createBucket(ScratchStore.bucket)
            disk.setFree(2 << 20)
            await #expect(throws: StoreError.storageFull) { try await store.put("k", noise(1_100_000)) }
            try await store.put("k", noise(900_000))
            try await store.engine.close()
        }
    }
}
