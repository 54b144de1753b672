import BerthTesting
import Foundation
import Testing

/// Killed at any moment: what was acknowledged is there, what was not is whole or absent.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct `A crash in the middle of pushes` {
    enum Victim: String, CaseIterable, Sendable, CustomStringConvertible {
        case registryOnFolder, registryOnBucket, objectStore
        var description: String { rawValue }
    }

    @Test(arguments: Victim.allCases, [1, 2])
    func `loses nothing that was acknowledged and shows nothing half-written`(
        _ victim: Victim,
        seed: UInt64
    ) async throws {
        try await BerthFixture.with("crash \(victim) \(seed)") { fixture in
            var random = SeededGenerator(seed: seed)
            let kind = victim == .registryOnFolder ? RegistryKind.folder : .bucket
            let port = FreePort.find()
            let data = try fixture.folder("objects")
            var store = kind == .bucket ? try await fixture.objectStore(folder: data, port: port) : nil
            try await store?.makeBucket("ocp-registry")
            let folder = try fixture.folder("registry")
            let current = RegistrySlot(try await fixture.registry(kind, store: store, folder: folder))
            let ledger = Ledger()
            let writers = 3
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        await ledger.push(writer, seed: seed, to: current)
                    }
                }
                for kill in 0..<6 {
                    try await ledger.grow(beyond: ledger.mark, images: kill == 0)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 60...700, using: &random)))
                    switch victim {
                    case .objectStore:
                        store?.process?.crash()
                        store = try await fixture.objectStore(folder: data, port: port)
                    case .registryOnFolder, .registryOnBucket:
                        current.registry.process?.crash()
                        current.registry = try await fixture.registry(kind, store: store, folder: folder)
                    }
                }
                current.isOver = true
                try await group.waitForAll()
            }
            #expect(ledger.imageCount > 0)
            let registry = current.registry
            #expect(try await ledger.faults(in: registry, writers: writers) == [])
            // and it still takes pushes
            try await registry.push(SampleImage(seed: seed), to: "crash/after", as: "v1")
            await registry.process?.stop()
            await store?.process?.stop()
            guard kind == .bucket else { return }
            let fsck = try await fixture.client(BerthBinary.path).run(["object-store", "fsck", data, "--deep"])
            #expect(fsck.code == 0, "\(fsck)")
            // the index is only an index: without it the journal and the files give everything back
            for name in try FileManager.default.contentsOfDirectory(atPath: data) where name.hasPrefix("index.sqlite") {
                try FileManager.default.removeItem(atPath: "\(data)/\(name)")
            }
            let rebuilt = try await fixture.client(BerthBinary.path).run(["object-store", "fsck", data, "--rebuild"])
            #expect(rebuilt.code == 0, "\(rebuilt)")
            store = try await fixture.objectStore(folder: data, port: port)
            let again = try await fixture.registry(kind, store: store, folder: folder)
            #expect(try await ledger.faults(in: again, writers: writers) == [])
        }
    }

    @Test
    func `of each component of a whole is over by itself`() async throws {
        try await BerthFixture.with { fixture in
            let data = "\(fixture.directory)/data"
            let whole = try await fixture.whole(data: data)
            let image = SampleImage(seed: 170)
            try await whole.registry.push(image, to: "crash/up", as: "v1")
            let berth = try fixture.client(BerthBinary.path)
            for role in ["registry", "object-store", "all"] {
                try await berth.run(["crash", role, "--data", data]).check()
                let status = try await berth.run(["status", "--data", data])
                #expect(status.succeeded, "\(status)")
                let registry = try await fixture.running(data: data)
                let reply = try await registry.call(
                    "GET",
                    "crash/up/manifests/v1",
                    headers: [("Accept", image.manifest.mediaType)]
                )
                #expect(reply.body == image.manifest.bytes, "after \(role): \(reply)")
                for blob in image.blobs {
                    #expect(try await registry.call("GET", "crash/up/blobs/\(blob.digest)").body == blob.bytes)
                }
            }
        }
    }
}
