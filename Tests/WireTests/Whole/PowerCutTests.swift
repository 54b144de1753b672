import BerthTesting
import Foundation
import Testing

@Suite(.serialized, .enabled(if: PowerCutDisk.isPossible), .timeLimit(.minutes(10)))
struct `A power cut` {
    @Test(arguments: [RegistryKind.folder, .bucket])
    func `takes nothing that was acknowledged`(_ kind: RegistryKind) async throws {
        try await BerthFixture.with("power cut \(kind)") { fixture in
            let disk = try await PowerCutDisk(in: fixture)
            var random = SeededGenerator(seed: 7)
            let live = disk.mountPoint
            func start(at place: String) async throws -> (RegistryServer, ObjectStoreServer?) {
                guard kind == .bucket else {
                    return (try await fixture.registry(kind, folder: "\(place)/registry"), nil)
                }
                let store = try await fixture.objectStore(folder: "\(place)/objects")
                if place == live { try await store.makeBucket("ocp-registry") }
                return (try await fixture.registry(kind, store: store), store)
            }
            let (registry, store) = try await start(at: live)
            let slot = RegistrySlot(registry)
            let ledger = Ledger()
            var marks: [Ledger.Mark] = []
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<2 { group.addTask { await ledger.push(writer, seed: 7, to: slot) } }
                try await ledger.grow(beyond: ledger.mark, images: true)
                for cut in 0..<4 {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 300...1500, using: &random)))
                    marks.append(ledger.mark)
                    try await disk.cut("cut\(cut)")
                }
                slot.isOver = true
                try await group.waitForAll()
            }
            await registry.process?.stop()
            await store?.process?.stop()
            #expect(marks.last.map { $0.images > 0 } == true)
            for (cut, mark) in marks.enumerated() {
                let place = try await disk.mount("cut\(cut)")
                let (again, copy) = try await start(at: place)
                #expect(try await ledger.faults(in: again, writers: 2, upTo: mark) == [], "cut \(cut)")
                await again.process?.stop()
                await copy?.process?.stop()
                guard kind == .bucket else { continue }
                let fsck = try await fixture.client(BerthBinary.path).run(
                    ["object-store", "fsck", "\(place)/objects", "--deep"])
                #expect(fsck.code == 0, "cut \(cut): \(fsck)")
            }
        }
    }
}
