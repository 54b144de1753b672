import Foundation
import GRDB
import Logging
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A check of a store` {
    private static func check(
        _ directory: String,
        rebuilds: Bool = false,
        isDeep: Bool = false
    ) throws -> StoreCheckReport {
        try StoreCheck(
            directory: directory,
            rebuilds: rebuilds,
            isDeep: isDeep,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run()
    }

    /// A closed store with something of everything.
    private static func with(_ body: (_ directory: String, _ model: StoreModel) async throws -> Void) async throws {
        try await ScratchStore.withDirectory { directory in
            let store = try await ScratchStore.open(directory)
            let engine = store.engine
            _ = try await engine.createBucket(ScratchStore.bucket)
            try await store.put("small", Array("hello".utf8))
            try await store.put("large", noise(1_500_000), metadata: ObjectMetadata(user: [.init("a", "b")]))
            try await store.put("gone", noise(100_000))
            try await engine.deleteObject(testKey("gone"), in: ScratchStore.bucket)
            _ = try await engine.copyObject(
                from: CopySource(bucket: ScratchStore.bucket, key: testKey("large")),
                to: testKey("copy"),
                in: ScratchStore.bucket,
                metadata: nil,
                tags: nil
            )
            let upload = try await engine.createUpload(
                testKey("open"),
                in: ScratchStore.bucket,
                metadata: ObjectMetadata(),
                initiator: "me"
            )
            _ = try await engine.putPart(
                1,
                of: upload.id,
                key: testKey("open"),
                in: ScratchStore.bucket,
                content: store.stage(noise(80_000))
            )
            try await engine.createUser(
                UserRecord(
                    accessKey: "ann",
                    secretKey: "s",
                    status: .enabled,
                    created: Date(milliseconds: 5),
                    policies: []
                )
            )
            let model = try await StoreModel(of: store)
            try await engine.close()
            try await body(directory, model)
        }
    }

    @Test func `finds nothing in a sound one`() async throws {
        try await Self.with { directory, _ in
            let report = try Self.check(directory, isDeep: true)
            #expect(report.isSound, "\(report)")
            #expect(report.objects == 3)
            #expect(report.uploads == 1)
            #expect(report.exitCode == 0)
        }
    }

    @Test func `makes the whole index again from the journal`() async throws {
        try await Self.with { directory, model in
            for compacts in [false, true] {
                if compacts {
                    let store = try await ScratchStore.open(directory)
                    try store.engine.compact()
                    try await store.engine.close()
                }
                for suffix in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: "\(directory)/index.sqlite\(suffix)")
                }
                let report = try Self.check(directory, rebuilds: true, isDeep: true)
                #expect(report.isSound, "\(report)")
                let store = try await ScratchStore.open(directory)
                #expect(try await StoreModel(of: store) == model)
                try await store.engine.close()
            }
        }
    }

    @Test func `is not needed for an index of garbage: it is made again at the start`() async throws {
        try await Self.with { directory, model in
            try Data(repeating: 0x5A, count: 100_000).write(to: URL(fileURLWithPath: "\(directory)/index.sqlite"))
            let store = try await ScratchStore.open(directory)
            #expect(try await StoreModel(of: store) == model)
            try await store.engine.close()
        }
    }

    @Test func `is not needed for an index that says to be older than it is`() async throws {
        try await Self.with { directory, model in
            let index = try IndexDatabase(path: "\(directory)/index.sqlite")
            try await index.pool.write { try IndexDatabase.setMeta("applied", 1, $0) }
            try index.pool.close()
            let store = try await ScratchStore.open(directory)
            #expect(try await StoreModel(of: store) == model)
            try await store.engine.close()
        }
    }

    @Test func `finds missing, changed and unknown files`() async throws {
        try await Self.with { directory, _ in
            let folders = DataDirectory.objectFolders.flatMap { folder in
                ((try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/objects/\(folder)")) ?? [])
                    .map { "\(directory)/objects/\(folder)/\($0)" }
            }
            #expect(folders.count == 2)
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: folders[0]))
            try file.write(contentsOf: Data([1, 2, 3, 4]))
            try file.close()
            #expect(try Self.check(directory).isSound)
            #expect(try Self.check(directory, isDeep: true).findings.map(\.kind) == [.contentDamaged])
            try FileManager.default.removeItem(atPath: folders[0])
            #expect(try Self.check(directory).findings.map(\.kind) == [.fileMissing])
            #expect(FileManager.default.createFile(atPath: "\(directory)/objects/00/foreign", contents: nil))
            #expect(try Self.check(directory).notes == ["unknown file: objects/00/foreign"])
        }
    }

    @Test func `brings back what the footers tell when the journal is lost as well`() async throws {
        try await Self.with { directory, _ in
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(directory)/journal") {
                try Data(repeating: 0, count: 50).write(to: URL(fileURLWithPath: "\(directory)/journal/\(name)"))
            }
            try EngineOpening.removeIndex("\(directory)/index.sqlite")
            await #expect(throws: DataDirectoryError.self) { try await ScratchStore.open(directory) }
            let report = try Self.check(directory, rebuilds: true)
            #expect(!report.isSound)
            let store = try await ScratchStore.open(directory)
            let record = try await store.engine.object(testKey("large"), in: ScratchStore.bucket)
            #expect(record.metadata == ObjectMetadata(user: [.init("a", "b")]))
            #expect(try await store.get("large") == noise(1_500_000))
            try await store.engine.close()
            #expect(try Self.check(directory, isDeep: true).isSound)
        }
    }

    @Test func `begins a lost journal anew from a sound index`() async throws {
        try await Self.with { directory, model in
            let store = try await ScratchStore.open(directory)
            try store.engine.compact()
            try await store.put("small", Array("hello".utf8))
            try await store.engine.close()
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(directory)/journal") {
                try FileManager.default.removeItem(atPath: "\(directory)/journal/\(name)")
            }
            #expect(try Self.check(directory).findings.map(\.kind) == [.journalBroken])
            let report = try Self.check(directory, rebuilds: true)
            #expect(report.notes.contains("journal begun anew from the index"), "\(report)")
            #expect(try Self.check(directory, isDeep: true).isSound)
            let again = try await ScratchStore.open(directory)
            #expect(try await StoreModel(of: again) == model)
            try await again.engine.close()
        }
    }

    @Test func `names a folder that is missing, and begins the journal anew`() async throws {
        try await Self.with { directory, model in
            try FileManager.default.removeItem(atPath: "\(directory)/journal")
            await #expect(throws: DataDirectoryError.self) { try await ScratchStore.open(directory) }
            #expect(try Self.check(directory).findings.map(\.kind) == [.journalBroken])
            _ = try Self.check(directory, rebuilds: true)
            #expect(try Self.check(directory, isDeep: true).isSound)
            let store = try await ScratchStore.open(directory)
            #expect(try await StoreModel(of: store) == model)
            try await store.engine.close()
        }
    }

    @Test func `refuses what is no store, and one that is in use`() async throws {
        try await ScratchStore.withDirectory { directory in
            #expect(throws: DataDirectoryError.noFormat) { try Self.check(directory) }
            #expect(!FileManager.default.fileExists(atPath: directory))
        }
        try await ScratchStore.with { store in
            #expect(throws: DataDirectoryError.inUse(pid: "\(getpid())")) { try Self.check(store.directory) }
        }
    }
}
