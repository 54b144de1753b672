import BerthHTTP
import Foundation
import NIOCore
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `An object` {
    @Test(arguments: [0, 1, 65_536, 65_537, 1 << 20, 3_000_001])
    func `comes back as it was put, whatever its size`(size: Int) async throws {
        try await ScratchStore.with { store in
            let bytes = noise(size)
            let metadata = ObjectMetadata(
                headers: [.init("content-type", "text/plain")],
                user: [.init("colour", "grün")]
            )
            let put = try await store.put("a/b", bytes, metadata: metadata)
            let record = try await store.engine.object(testKey("a/b"), in: ScratchStore.bucket)
            #expect(record == put)
            #expect(record.size == Int64(size))
            #expect(record.metadata == metadata)
            #expect(try await store.get("a/b") == bytes)
            if size > 10 {
                let (low, high) = (Int64(size / 3), Int64(size - 2))
                #expect(try await store.get("a/b", range: low..<high) == Array(bytes[Int(low)..<Int(high)]))
            }
            #expect(try await store.files().count == (size > 65_536 ? 1 : 0))
        }
    }

    @Test func `has the MD5 as entity tag unless that was spared, then one that is none`() async throws {
        try await ScratchStore.with { store in
            let small = try await store.put("small", Array("hello".utf8))
            #expect(small.etag.text == "5d41402abc4b2a76b9719d911017c592")
            let spared = try await store.engine.putObject(
                testKey("large"),
                in: ScratchStore.bucket,
                content: store.stage(noise(100_000), md5: false),
                metadata: ObjectMetadata()
            )
            #expect(spared.etag.md5 == nil)
            #expect(spared.etag.text.hasSuffix("-1"))
        }
    }

    @Test func `is replaced whole, and the old file goes`() async throws {
        try await ScratchStore.with { store in
            try await store.put("k", noise(200_000, seed: 1))
            let before = try await store.files()
            try await store.put("k", noise(300_000, seed: 2))
            let after = try await store.files()
            #expect(after.count == 1)
            #expect(after != before)
            #expect(try await store.get("k") == noise(300_000, seed: 2))
        }
    }

    @Test func `is read to its end though it is replaced and deleted meanwhile`() async throws {
        try await ScratchStore.with { store in
            let bytes = noise(5 << 20)
            let record = try await store.put("k", bytes)
            let reader = try await store.engine.reader(of: record)
            guard case .file(let file, let range) = try await reader.next() else {
                Issue.record("no file")
                return
            }
            var read = Array(try file.read(range).readableBytesView)
            try await store.put("k", [1])
            try await store.engine.deleteObject(testKey("k"), in: ScratchStore.bucket)
            read += try await reader.collect()
            #expect(read == bytes)
            await #expect(throws: StoreError.noSuchKey) { try await store.engine.reader(of: record) }
        }
    }

    @Test func `keeps keys apart that only look the same`() async throws {
        try await ScratchStore.with { store in
            let keys = ["a/b", "a//b", "/a/b", "a/./b", "a/../b", "\u{e9}", "e\u{301}", "a\\b", "A/b"]
            for (index, key) in keys.enumerated() { try await store.put(key, [UInt8(index)]) }
            for (index, key) in keys.enumerated() { #expect(try await store.get(key) == [UInt8(index)]) }
            #expect(try await store.list().names.count == keys.count)
        }
    }

    @Test func `is created once by If-None-Match, however many try`() async throws {
        try await ScratchStore.with { store in
            let winners = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        (try? await store.put(
                            "once",
                            [UInt8(index)],
                            precondition: Precondition(ifNoneMatch: .any)
                        )) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test func `loses no update under If-Match`() async throws {
        try await ScratchStore.with { store in
            try await store.put("n", Array("0".utf8))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<5 { try await Self.increment(store) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(String(decoding: try await store.get("n"), as: UTF8.self) == "40")
        }
    }

    private static func increment(_ store: ScratchStore) async throws {
        while true {
            let (record, reader) = try await store.engine.openObject(testKey("n"), in: ScratchStore.bucket)
            let value = Int(String(decoding: try await reader.collect(), as: UTF8.self)) ?? -1
            do {
                try await store.put(
                    "n",
                    Array("\(value + 1)".utf8),
                    precondition: Precondition(ifMatch: .list([record.etag]))
                )
                return
            } catch StoreError.preconditionFailed {
                continue
            }
        }
    }

    @Test func `is copied without a byte moved, also onto itself, and outlives its source`() async throws {
        try await ScratchStore.with { store in
            let bytes = noise(200_000)
            try await store.put("a", bytes)
            let written = store.engine.statistics.bytesWritten
            let copy = try await store.engine.copyObject(
                from: CopySource(bucket: ScratchStore.bucket, key: testKey("a")),
                to: testKey("b"),
                in: ScratchStore.bucket,
                metadata: nil,
                tags: [ObjectTag(key: "t", value: "1")]
            )
            #expect(copy.tags == [ObjectTag(key: "t", value: "1")])
            _ = try await store.engine.copyObject(
                from: CopySource(bucket: ScratchStore.bucket, key: testKey("b")),
                to: testKey("b"),
                in: ScratchStore.bucket,
                metadata: ObjectMetadata(user: [.init("x", "y")]),
                tags: nil
            )
            #expect(store.engine.statistics.bytesWritten == written)
            try await store.engine.deleteObject(testKey("a"), in: ScratchStore.bucket)
            #expect(try await store.get("b") == bytes)
            #expect(try await store.files().count == 1)
            try await store.engine.deleteObject(testKey("b"), in: ScratchStore.bucket)
            #expect(try await store.files().isEmpty)
        }
    }

    @Test func `is refused when its bytes are not as many as announced`() async throws {
        try await ScratchStore.with { store in
            let short = try await store.engine.beginWrite(expectedSize: 10)
            try await short.write(ByteBuffer(bytes: [1, 2]))
            await #expect(throws: StoreError.incompleteBody) { try await short.finish() }
            let long = try await store.engine.beginWrite(expectedSize: 1)
            await #expect(throws: StoreError.incompleteBody) { try await long.write(ByteBuffer(bytes: [1, 2])) }
        }
    }

    @Test func `leaves nothing behind when it is discarded`() async throws {
        try await ScratchStore.with { store in
            let writer = try await store.engine.beginWrite(expectedSize: nil)
            try await writer.write(ByteBuffer(bytes: noise(3 << 20)))
            await writer.discard()
            let folder = "\(store.directory)/staging"
            #expect(try store.engine.fileSystem.names(in: folder).isEmpty)
            let ended = try await store.engine.beginWrite(expectedSize: nil)
            try await ended.write(ByteBuffer(bytes: noise(200_000)))
            let staged = try await ended.finish()
            #expect(try store.engine.fileSystem.names(in: folder).count == 1)
            // also while somebody still knows the writer, as a thread of the pool may for a while
            await staged.discard()
            #expect(try store.engine.fileSystem.names(in: folder).isEmpty)
            withExtendedLifetime(ended) {}
            #expect(try await store.files().isEmpty)
        }
    }

    @Test func `has the checksums that were asked for`() async throws {
        try await ScratchStore.with { store in
            for size in [100, 3_000_000] {
                let bytes = noise(size)
                let content = try await store.stage(bytes, checksums: Set(ChecksumAlgorithm.allCases))
                #expect(content.checksums.count == ChecksumAlgorithm.allCases.count)
                for checksum in content.checksums {
                    var hasher = ChecksumHasher(checksum.algorithm)
                    hasher.update(bytes)
                    #expect(hasher.finish() == checksum)
                }
                await content.discard()
            }
        }
    }
}
