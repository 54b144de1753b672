import Foundation
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `Bytes that changed on the disk` {
    /// Changes a byte; the file is as if it was changed later than the kernel's clock tells apart.
    private static func flip(_ path: String, at offset: UInt64) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        let old = try file.read(upToCount: 1)?.first ?? 0
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data([old ^ 0x10]))
        try file.close()
        let later = Date().addingTimeInterval(1)
        try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: path)
    }

    @Test func `never leave, though they were verified before, and are marked`() async throws {
        try await ScratchStore.with { store in
            let bytes = noise(5 << 20)
            let record = try await store.put("k", bytes)
            #expect(try await store.get("k") == bytes)
            let reader = try await store.engine.reader(of: record)
            _ = try await reader.next()
            let file = try #require(try await store.files().first)
            try Self.flip("\(store.directory)/objects/\(file)", at: 3 << 20)
            await #expect(throws: StoreError.damaged) { try await store.get("k") }
            // Other blocks of it are sound.
            #expect(try await store.get("k", range: 100..<2000) == Array(bytes[100..<2000]))
            #expect(store.engine.statistics.damagedContents > 0)
            let report = try await Scrubber(engine: store.engine).pass()
            #expect(report.damaged.count == 1)
        }
    }

    @Test func `of a file that is short or missing are an error too`() async throws {
        try await ScratchStore.with { store in
            try await store.put("k", noise(200_000))
            let path = "\(store.directory)/objects/\(try #require(try await store.files().first))"
            #expect(truncate(path, 150_000) == 0)
            await #expect(throws: StoreError.damaged) { try await store.get("k") }
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: StoreError.damaged) { try await store.get("k") }
            // It can still be deleted and put again.
            try await store.engine.deleteObject(testKey("k"), in: ScratchStore.bucket)
            try await store.put("k", [1])
            #expect(try await store.get("k") == [1])
        }
    }

    @Test func `of a footer can be anything and do no harm`() {
        var generator = TestGenerator(seed: 1)
        let origin = ContentFooter.Origin(
            bucket: "b",
            key: [1],
            upload: nil,
            part: 0,
            etag: "e",
            metadata: ObjectMetadata(user: [.init("a", "b")]),
            tags: [],
            checksums: [],
            stamp: 1
        )
        let sound = ContentFooter(size: 3, sum: 9, blockSums: [7], origin: origin).encoded()
        for _ in 0..<2000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            var reader = BinaryReader(bytes)
            _ = try? IndexChange(from: &reader)
            guard bytes != sound else { continue }
            let disk = FakeDisk(seed: 1)
            let footer = try? {
                let file = try disk.create("/f")
                try disk.write([1, 2, 3] + bytes, to: file, at: 0)
                return try ContentFooter(of: file, fileSize: Int64(bytes.count + 3), fileSystem: disk)
            }()
            #expect(footer == nil)
        }
    }
}
