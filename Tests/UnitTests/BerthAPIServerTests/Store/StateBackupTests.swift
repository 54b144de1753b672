import BerthTesting
import Foundation
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `A backup of the state` {
    @Test(arguments: StoreUnderTest.available, StoreUnderTest.available)
    func `moves all objects from any engine to any other`(_ from: StoreUnderTest, _ into: StoreUnderTest) async throws {
        try await BerthFixture.with { fixture in
            let path = "\(fixture.directory)/backup"
            var written: [StoredObject] = []
            try await from.with { store in
                for number in 0..<700 {
                    try await store.put(pod("p\(number)", in: "n\(number % 3)"), "{\"é\":\(number)}\n")
                }
                try await store.put(ResourceKey(namespaces, name: "n"), "1")
                try await store.remove(pod("p5", in: "n2"))
                // writes go on
                async let noise: Void = {
                    for number in 0..<50 { try await store.put(pod("p6", in: "n0"), "\(number)") }
                }()
                let summary = try await StateBackup.write(from: store, to: path)
                try await noise
                let page = try await store.all(after: nil, limit: 1000, at: summary.revision)
                written = page.items
                #expect(summary.objects == 700 && page.items.count == 700)
            }
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
            let summary = try await StateBackup.verify(path)
            #expect(summary.objects == 700)
            try await into.with { store in
                try await store.put(pod("p7", in: "n1"), "to be replaced")
                let before = try await store.put(pod("not in the backup"), "1").revision
                let restored = try await StateBackup.restore(from: path, into: store)
                #expect(restored.revision > max(before, summary.revision + StateBackup.revisionGap))
                let all = try await store.all(after: nil, limit: 1000, at: nil)
                #expect(all.items.map(\.key) == written.map(\.key))
                #expect(all.items.map(\.text) == written.map(\.text))
                #expect(try await store.put(pod("next"), "1").revision > restored.revision)
            }
        }
    }

    @Test func `is refused whole when a byte of it is not as it was`() async throws {
        try await BerthFixture.with { fixture in
            let store = InMemoryResourceStore()
            for number in 0..<50 { try await store.put(pod("p\(number)"), "value \(number)") }
            let path = "\(fixture.directory)/backup"
            try await StateBackup.write(from: store, to: path)
            let sound = try Data(contentsOf: URL(fileURLWithPath: path))
            var random = SeededGenerator(seed: 5)
            for round in 0..<200 {
                var broken = sound
                switch round % 3 {
                case 0: broken = broken.prefix(Int.random(in: 0..<sound.count, using: &random))
                case 1:
                    broken[Int.random(in: 0..<sound.count, using: &random)] ^=
                        1 << UInt8.random(in: 0..<8, using: &random)
                default:
                    let place = Int.random(in: 0..<sound.count, using: &random)
                    broken.replaceSubrange(place..<min(sound.count, place + 40), with: random.bytes(10))
                }
                try broken.write(to: URL(fileURLWithPath: path))
                await #expect(throws: StateBackupError.self) { try await StateBackup.restore(from: path, into: store) }
            }
            #expect(try await store.currentRevision() == 50)
            #expect(try await store.list().items.count == 50)
            try sound.write(to: URL(fileURLWithPath: path))
            try await StateBackup.restore(from: path, into: store)
            #expect(try await store.list().items.count == 50)
        }
    }

    @Test func `of a newer format, or something else, is refused with its reason`() async throws {
        try await BerthFixture.with { fixture in
            let newer = try fixture.file(
                "newer",
                #"{"format":"berth-api-server-state","version":2,"revision":"1"}"# + "\n"
            )
            await #expect(throws: StateBackupError.newerFormat(version: 2, known: 1)) {
                try await StateBackup.verify(newer)
            }
            for (name, text) in [("empty", ""), ("text", "hello\n"), ("json", "{}\n"), ("zeros", "\0\0\0\n")] {
                let path = try fixture.file(name, text)
                await #expect(throws: StateBackupError.foreign(path: path)) { try await StateBackup.verify(path) }
            }
        }
    }
}

@Suite struct `A compaction plan` {
    @Test func `keeps an hour, fewer revisions when they are many, and never the last minutes`() {
        var plan = CompactionPlan(limits: CompactionLimits())
        let start = ContinuousClock.now
        #expect(plan.target(at: start, revision: 100) == nil)
        #expect(plan.target(at: start + .seconds(60), revision: 50_000) == nil)
        #expect(plan.target(at: start + .seconds(330), revision: 50_100) == 100)
        #expect(plan.target(at: start + .seconds(400), revision: 50_200) == 40_200)
        #expect(plan.target(at: start + .seconds(3000), revision: 50_300) == 40_300)
        #expect(plan.target(at: start + .seconds(3670), revision: 50_300) == 50_000)
        #expect(plan.target(at: start + .seconds(9000), revision: 50_300) == 50_300)
    }
}
