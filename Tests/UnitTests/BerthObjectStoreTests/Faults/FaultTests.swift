import Foundation
import Logging
import S3
import Testing

@testable import BerthObjectStore

/// What holds whatever fails: nothing acknowledged is lost, nothing half is visible.
///
/// Each run is repeated by its seed, which a failure names. The index lies on the real disk: at a power cut it is kept,
/// lost, or set back to an earlier state, as SQLite may find itself.
@Suite struct `A store that is struck` {
    /// The states that the store may be in: those of the model with and without what was not acknowledged.
    private struct Candidates {
        var models: [StoreModel] = [StoreModel()]
        var contents: [[UInt8]: [UInt8]] = [:]

        /// Does one step and follows it in the models; whatever fails under the store may or may not have happened.
        mutating func run(_ step: StoreStep, on store: ScratchStore, _ comment: String) async throws {
            let model = models[0]
            var next: StoreModel?
            var refusal: StoreError?
            do throws(StoreError) { next = try step.applied(to: model, contents: &contents) } catch { refusal = error }
            do {
                try await step.run(on: store, model)
                guard let next else {
                    Issue.record("\(comment): \(step) was done, expected \(String(describing: refusal))")
                    return
                }
                models = [next]
                if case .createUpload = step { try await settle(store, comment) }
            } catch let error as StoreError {
                if error == refusal { return }
                if case .system = error {
                    if let next { models = [model, next] }
                } else if error == .readOnly
                    || error == .storageFull || error == .closed || error == .damaged
                {
                    if let next { models = [model, next] }
                } else {
                    Issue.record("\(comment): \(step) threw \(error), expected \(String(describing: refusal))")
                }
            }
        }

        /// Takes the one candidate that the store is.
        mutating func settle(_ store: ScratchStore, _ comment: String) async throws {
            let actual = try await StoreModel(of: store)
            let isExpected = models.contains { $0.comparable == actual.comparable }
            #expect(isExpected, "\(comment): store is not what was acknowledged")
            models = [actual]
        }
    }

    private static func check(
        _ directory: String,
        indexPath: String? = nil,
        fileSystem: any FileSystem = PosixFileSystem(),
        _ comment: String
    ) throws {
        let report = try StoreCheck(
            directory: directory,
            indexPath: indexPath ?? "\(directory)/index.sqlite",
            fileSystem: fileSystem,
            rebuilds: false,
            isDeep: true,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run()
        #expect(report.isSound, "\(comment): \(report)")
    }

    @Test(arguments: 1...6)
    func `is what its model is, over restarts`(seed: UInt64) async throws {
        try await ScratchStore.withDirectory { directory in
            var generator = TestGenerator(seed: seed)
            var candidates = Candidates()
            for _ in 0..<4 {
                let store = try await ScratchStore.open(directory)
                for _ in 0..<40 {
                    try await candidates.run(StoreStep.random(&generator), on: store, "seed \(seed)")
                }
                if Bool.random(using: &generator) { try store.engine.compact() }
                try await candidates.settle(store, "seed \(seed)")
                try await store.engine.close()
                try Self.check(directory, "seed \(seed)")
                if Bool.random(using: &generator) {
                    try EngineOpening.removeIndex("\(directory)/index.sqlite")
                }
            }
        }
    }

    @Test(arguments: 1...12)
    func `loses nothing that was acknowledged when the power goes`(seed: UInt64) async throws {
        try await ScratchStore.withDirectory { scratch in
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            let disk = FakeDisk(seed: seed)
            let indexPath = "\(scratch)/index.sqlite"
            var generator = TestGenerator(seed: seed &* 7919)
            var candidates = Candidates()
            for round in 0..<5 {
                let comment = "seed \(seed), round \(round)"
                let store = try await ScratchStore.open("/data", fileSystem: disk, indexPath: indexPath)
                try await candidates.settle(store, comment)
                disk.die(after: Int.random(in: 1...400, using: &generator))
                for _ in 0..<60 where candidates.models.count == 1 {
                    try await candidates.run(StoreStep.random(&generator), on: store, comment)
                }
                disk.die(after: 0)
                try? await store.engine.close()
                disk.cutPower()
                if Bool.random(using: &generator) { try EngineOpening.removeIndex(indexPath) }
            }
            let store = try await ScratchStore.open("/data", fileSystem: disk, indexPath: indexPath)
            try await candidates.settle(store, "seed \(seed), end")
            try await store.engine.close()
            try Self.check("/data", indexPath: indexPath, fileSystem: disk, "seed \(seed)")
        }
    }

    private static let script: [StoreStep] = [
        .createBucket("bucket-one"),
        .put(bucket: "bucket-one", key: "small", size: 100, seed: 1),
        .put(bucket: "bucket-one", key: "large", size: 100_000, seed: 2),
        .copy(bucket: "bucket-one", from: "large", to: "copy"),
        .put(bucket: "bucket-one", key: "large", size: 70_000, seed: 3),
        .createUpload(bucket: "bucket-one", key: "whole"),
        .putPart(upload: 0, number: 1, size: 90_000, seed: 4),
        .putPart(upload: 0, number: 1, size: 80_000, seed: 5),
        .putPart(upload: 0, number: 2, size: 500, seed: 6),
        .complete(upload: 0),
        .delete(bucket: "bucket-one", key: "large"),
        .putUser("user", secret: "secret"),
        .createBucket("bucket-two"),
        .deleteBucket("bucket-two"),
    ]

    @Test(arguments: [StoreError.system(call: "test", errno: 5), .storageFull])
    func `survives the failure of each of its calls`(failure: StoreError) async throws {
        try await ScratchStore.withDirectory { scratch in
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            var call = 0
            while true {
                call += 1
                let directory = "\(scratch)/\(call)"
                let comment = "call \(call), \(failure)"
                // A format without failures: its 256 folders would be most of the calls.
                try await ScratchStore.open(directory).engine.close()
                let faulty = FaultyFileSystem(failing: call, with: failure)
                var candidates = Candidates()
                if let store = try? await ScratchStore.open(directory, fileSystem: faulty) {
                    for step in Self.script where candidates.models.count == 1 {
                        try await candidates.run(step, on: store, comment)
                    }
                    try? await store.engine.close()
                }
                let store = try await ScratchStore.open(directory)
                try await candidates.settle(store, comment)
                try await store.engine.close()
                try Self.check(directory, comment)
                try? FileManager.default.removeItem(atPath: directory)
                if !faulty.hasFailed { break }
            }
            #expect(call > 30)
        }
    }
}
