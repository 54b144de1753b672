import BerthTesting
import Foundation
import Testing

/// No room: a clear refusal, reads go on, and with room again work goes on without a restart (reliability.md D13).
@Suite(.serialized, .enabled(if: PowerCutDisk.isPossible), .timeLimit(.minutes(10)))
struct `A full disk` {
    @Test(arguments: [RegistryKind.folder, .bucket])
    func `is told, harms nothing and is forgotten when there is room again`(_ kind: RegistryKind) async throws {
        try await BerthFixture.with("full disk \(kind)") { fixture in
            let place = try fixture.folder("small")
            let shell = try fixture.client("sh")
            fixture.onEnd { _ = try? await shell.run(["-c", "umount -l \(place)"]) }
            try await shell.run(["-ec", "mount -t tmpfs -o size=40m tmpfs \(place)"]).check()
            let store = kind == .bucket ? try await fixture.objectStore(folder: "\(place)/objects") : nil
            try await store?.makeBucket("ocp-registry")
            let registry = try await fixture.registry(kind, store: store, folder: "\(place)/registry")
            let kept = SampleImage(seed: 210)
            try await registry.push(kept, to: "full/app", as: "v1")
            var random = SeededGenerator(seed: 210)
            try Data(random.bytes(14 << 20)).write(to: URL(fileURLWithPath: "\(place)/ballast"))
            let large = SampleBlob(random.bytes(8 << 20))
            var statuses: [Int] = []
            for _ in 0..<6 {
                let blob = SampleBlob(random.bytes(8 << 20))
                guard let target = try? await registry.beginUpload("full/app") else {
                    statuses.append(-1)
                    continue
                }
                let reply = try? await registry.finish(target, digest: blob.digest, blob.bytes)
                statuses.append(reply?.status ?? 0)
                if reply?.status == 201 {
                    #expect(try await registry.call("GET", "full/app/blobs/\(blob.digest)").body == blob.bytes)
                } else {
                    #expect(try await registry.call("HEAD", "full/app/blobs/\(blob.digest)").status == 404)
                }
            }
            #expect(statuses.contains { $0 != 201 }, "\(statuses)")
            #expect(statuses.allSatisfy { [201, 507, 503, -1].contains($0) }, "\(statuses)")
            // what is there is served, and can be deleted to make room
            for blob in kept.blobs {
                #expect(try await registry.call("GET", "full/app/blobs/\(blob.digest)").body == blob.bytes)
            }
            #expect(try await registry.call("DELETE", "full/app/blobs/\(kept.layers[0].digest)").status == 202)
            unlink("\(place)/ballast")
            var pushed = 0
            for _ in 0..<1000 where pushed != 201 {
                if let target = try? await registry.beginUpload("full/app") {
                    pushed = try await registry.finish(target, digest: large.digest, large.bytes).status
                }
                if pushed != 201 { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(pushed == 201)
            #expect(try await registry.call("GET", "full/app/blobs/\(large.digest)").body == large.bytes)
        }
    }
}
