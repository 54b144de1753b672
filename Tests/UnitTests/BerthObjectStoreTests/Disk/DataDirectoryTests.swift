import Foundation
import Logging
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A data directory` {
    @Test func `belongs to one process at a time, which is named`() async throws {
        try await ScratchStore.with { store in
            await #expect(throws: DataDirectoryError.inUse(pid: "\(getpid())")) {
                try await ScratchStore.open(store.directory)
            }
        }
    }

    @Test func `is free once it is closed, though a process forked meanwhile has its descriptors`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/berth-lock-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let system = PosixFileSystem()
        let lock = try #require(try system.lock(path))
        #expect(try system.lock(path) == nil)
        // what a fork makes of a descriptor
        let copy = dup(lock)
        defer { close(copy) }
        system.unlock(lock)
        let again = try #require(try system.lock(path))
        system.unlock(again)
    }

    @Test func `of another format is not touched`() async throws {
        try await ScratchStore.withDirectory { directory in
            try await ScratchStore.open(directory).engine.close()
            try "berth-object-store 99\nabc\n".write(toFile: "\(directory)/FORMAT", atomically: false, encoding: .utf8)
            await #expect(throws: DataDirectoryError.unknownFormat("berth-object-store 99")) {
                try await ScratchStore.open(directory)
            }
            try FileManager.default.removeItem(atPath: "\(directory)/FORMAT")
            await #expect(throws: DataDirectoryError.noFormat) { try await ScratchStore.open(directory) }
        }
    }

    @Test func `can be read by its owner only`() async throws {
        try await ScratchStore.with { store in
            try await store.put("k", noise(100_000))
            let paths = [
                ("", 0o700), ("/objects", 0o700), ("/journal", 0o700), ("/index.sqlite", 0o600),
                ("/index.sqlite-wal", 0o600), ("/LOCK", 0o600),
                ("/objects/\(try #require(try await store.files().first))", 0o600),
            ]
            for (path, mode) in paths {
                let attributes = try FileManager.default.attributesOfItem(atPath: store.directory + path)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(path)")
            }
        }
    }

    @Test func `can be moved, and is emptied of leftovers but not of what is unknown`() async throws {
        try await ScratchStore.withDirectory { directory in
            let store = try await ScratchStore.open("\(directory)/one")
            _ = try await store.engine.createBucket(ScratchStore.bucket)
            try await store.put("k", noise(100_000))
            let kept = try await store.files()
            try await store.engine.close()
            let manager = FileManager.default
            try manager.moveItem(atPath: "\(directory)/one", toPath: "\(directory)/two")
            for name in [
                "staging/00000001-00112233445566778899aabb", "staging/unknown", "objects/00/notes.txt",
                "objects/00/00000001-00112233445566778899aabb",
            ] { #expect(manager.createFile(atPath: "\(directory)/two/\(name)", contents: Data([1]))) }
            let moved = try await ScratchStore.open("\(directory)/two")
            #expect(try await moved.get("k") == noise(100_000))
            #expect(try await Set(moved.files()) == Set(kept + ["00/notes.txt"]))
            #expect(try moved.engine.fileSystem.names(in: "\(directory)/two/staging") == ["unknown"])
            try await moved.engine.close()
        }
    }

    @Test func `is copied while it is at work, to what it was at one moment`() async throws {
        try await ScratchStore.withDirectory { directory in
            let store = try await ScratchStore.open("\(directory)/one")
            _ = try await store.engine.createBucket(ScratchStore.bucket)
            try await store.put("large", noise(100_000))
            try await store.put("small", [1])
            try await store.engine.backup(to: "\(directory)/copy")
            try await store.put("large", noise(90_000, seed: 5))
            try await store.engine.deleteObject(testKey("small"), in: ScratchStore.bucket)
            let copy = try await ScratchStore.open("\(directory)/copy")
            #expect(try await copy.get("large") == noise(100_000))
            #expect(try await copy.get("small") == [1])
            try await copy.engine.close()
            try await store.engine.close()
            let report = try StoreCheck(
                directory: "\(directory)/copy",
                isDeep: true,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            ).run()
            #expect(report.isSound, "\(report)")
        }
    }
}
