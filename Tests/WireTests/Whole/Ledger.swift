import BerthTesting
import Synchronization

/// What servers have acknowledged while something was killed again and again.
final class Ledger: Sendable {
    struct Entry: Sendable {
        let repository: String
        let image: SampleImage
        let tag: String
    }

    private let state = Mutex<(blobs: [(String, SampleBlob)], images: [Entry], refused: Int)>(([], [], 0))

    /// Pushes small images until `isOver`, noting each 201; refusals and broken connections are part of the game.
    func push(_ writer: Int, seed: UInt64, to slot: RegistrySlot) async {
        var number: UInt64 = 0
        while !slot.isOver {
            number += 1
            let image = SampleImage(seed: seed &* 1_000_000 &+ UInt64(writer) &* 10_000 &+ number, layerSize: 60_000)
            let repository = "crash/writer\(writer)"
            let server = slot.registry
            do {
                for blob in image.blobs {
                    try await server.push(blob, to: repository)
                    state.withLock { $0.blobs.append((repository, blob)) }
                }
                let tag = "v\(number % 5)"
                try await server.push(manifest: image.manifest, to: repository, as: tag)
                state.withLock { $0.images.append(Entry(repository: repository, image: image, tag: tag)) }
            } catch {
                state.withLock { $0.refused += 1 }
                try? await Task.sleep(for: .milliseconds(10))
            }
        }
    }

    /// How much was acknowledged at some moment.
    struct Mark: Sendable {
        let blobs: Int
        let images: Int
    }

    /// How much has been acknowledged until now.
    var mark: Mark { state.withLock { Mark(blobs: $0.blobs.count, images: $0.images.count) } }

    /// Waits until something more than `mark` was acknowledged, so that what comes next hits writers at work; at most three minutes.
    func grow(beyond mark: Mark, images: Bool = false) async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        while images ? self.mark.images <= mark.images : self.mark.blobs <= mark.blobs, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// How many images were acknowledged.
    var imageCount: Int { state.withLock { $0.images.count } }

    /// All that is wrong with what `registry` shows: missing, other bytes, half an image behind a tag.
    func faults(in registry: RegistryServer, writers: Int, upTo mark: Mark? = nil) async throws -> [String] {
        let mark = mark ?? self.mark
        let (blobs, images) = state.withLock { ($0.blobs.prefix(mark.blobs), $0.images.prefix(mark.images)) }
        var faults: [String] = []
        for (repository, blob) in blobs {
            let reply = try await registry.call("GET", "\(repository)/blobs/\(blob.digest)")
            if reply.status != 200 || reply.body != blob.bytes { faults.append("\(blob.digest) \(reply.status)") }
        }
        for entry in images {
            let manifest = entry.image.manifest
            let reply = try await registry.call(
                "GET",
                "\(entry.repository)/manifests/\(manifest.digest)",
                headers: [("Accept", manifest.mediaType)]
            )
            if reply.body != manifest.bytes { faults.append("manifest \(manifest.digest) \(reply.status)") }
        }
        for writer in 0..<writers {
            for tag in 0..<5 {
                // a tag names a whole image, acknowledged or not, or nothing
                let repository = "crash/writer\(writer)"
                let reply = try await registry.call(
                    "GET",
                    "\(repository)/manifests/v\(tag)",
                    headers: [("Accept", "application/vnd.oci.image.manifest.v1+json")]
                )
                guard reply.status != 404 else { continue }
                let isWhole =
                    reply.status == 200 && reply["Docker-Content-Digest"] == SampleBlob(reply.body).digest
                if !isWhole { faults.append("\(repository):v\(tag) \(reply.status)") }
                for digest in reply.text.split(separator: #""digest":""#).dropFirst().map({ $0.prefix(71) }) {
                    let head = try await registry.call("HEAD", "\(repository)/blobs/\(digest)")
                    if head.status != 200 { faults.append("\(repository):v\(tag) lacks \(digest)") }
                }
            }
        }
        return faults
    }
}
