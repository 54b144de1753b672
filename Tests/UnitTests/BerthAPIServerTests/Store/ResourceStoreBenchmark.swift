import BerthTesting
import Foundation
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

/// Figures for 10,000 objects of 3 KiB: `BERTH_STORE_BENCHMARK=1 swift test --filter ResourceStoreBenchmark`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["BERTH_STORE_BENCHMARK"] != nil))
struct ResourceStoreBenchmark {
    @Test(arguments: StoreUnderTest.available)
    func `writes, lists and reads`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let value = ByteBuffer(bytes: SeededGenerator.text(3072))
            var begin = ContinuousClock.now
            func report(_ what: String, _ count: Int) {
                let seconds = (ContinuousClock.now - begin) / .seconds(1)
                let line = "\(subject.rawValue): \(what): \(Int(Double(count) / seconds))/s, \(seconds) s\n"
                FileHandle.standardError.write(Data(line.utf8))
                begin = .now
            }
            func syncs(_ body: () async throws -> Void) async throws -> String {
                let before = (store as? SQLiteResourceStore)?.statistics
                try await body()
                guard let before, let after = (store as? SQLiteResourceStore)?.statistics else { return "" }
                return
                    " (syncs a write: \(Double(after.commits - before.commits) / Double(after.writes - before.writes)))"
            }
            for (writers, count) in [(1, 500), (64, 9500)] {
                begin = .now
                let note = try await syncs {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for writer in 0..<writers {
                            group.addTask {
                                for number in stride(from: writer, to: count, by: writers) {
                                    _ = try await store.create(
                                        pod("\(writers)-\(number)", in: "n\(number % 20)"),
                                        value
                                    )
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                report("creates, \(writers) writers\(note)", count)
            }
            for round in 0..<3 {
                begin = .now
                let page = try await store.list()
                #expect(page.items.count == 10_000)
                report("list of all, round \(round)", page.items.count)
            }
            begin = .now
            var last: ResourceKey?
            var revision: Int64?
            while true {
                let page = try await store.list(after: last, limit: 500, at: revision)
                (last, revision) = (page.items.last?.key, page.revision)
                guard page.hasMore else { break }
            }
            report("list in pages of 500", 10_000)
            for number in 0..<1000 { _ = try await store.get(pod("64-\(number)", in: "n\(number % 20)")) }
            report("gets, one after the other", 1000)
            let note = try await syncs {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<64 {
                        group.addTask {
                            for number in stride(from: writer, to: 3000, by: 64) {
                                let key = pod("64-\(number)", in: "n\(number % 20)")
                                guard let object = try await store.get(key) else { continue }
                                _ = try await store.update(key, value, expecting: object.revision)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            report("gets with updates, 64 writers\(note)", 3000)
        }
    }
}

extension SeededGenerator {
    fileprivate static func text(_ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: 1)
        return (0..<count).map { _ in UInt8.random(in: 97...122, using: &random) }
    }
}
