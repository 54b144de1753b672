import BerthRegistry
import NIOCore
import OCI

extension StorageDriverSuite {
    private static func digest(_ bytes: ByteBuffer) -> Digest {
        bytes.withUnsafeReadableBytes { Digest.of($0) }
    }

    private static func sample(_ size: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) })
    }

    private static func stored(_ driver: any StorageDriver, _ path: StoragePath) async throws -> ByteBuffer? {
        guard let (_, body) = try await driver.read(path, range: nil) else { return nil }
        return try await bytes(of: body)
    }

    static let blobs = [
        StorageDriverSuite("commits a blob of any size under its final path, or says where it is") { driver in
            for size in [0, 1, 70_000, 3_000_000] {
                let content = sample(size)
                let digest = digest(content)
                let final = StoragePaths.blobData(digest)
                for hint in [BlobHint(), BlobHint(expectedSize: Int64(size), final: final)] {
                    let hasher = BlobHasher([.sha256, .sha512])
                    let writer = try await driver.beginBlob(hint, hasher: hasher)
                    var rest = content
                    while rest.readableBytes > 0, let part = rest.readSlice(length: min(1 << 20, rest.readableBytes)) {
                        try await writer.beginBody(length: Int64(part.readableBytes))
                        try await writer.write([part])
                        try await writer.checkpoint()
                    }
                    try await writer.checkpoint()
                    try expect(hasher.digest(.sha256) == digest, "every byte hashed once, of \(size)")
                    let placement = try await writer.commit(as: final)
                    try await driver.put(ByteBuffer(string: "link"), at: path("link"), condition: .none)
                    var place = final
                    if case .at(let path) = placement { place = path }
                    try expect(try await stored(driver, place) == content, "the bytes, \(size) of them")
                }
            }
        },
        StorageDriverSuite("shows nothing of an upload that was not committed") { driver in
            let content = sample(100_000)
            let final = StoragePaths.blobData(digest(content))
            for hint in [BlobHint(), BlobHint(expectedSize: 100_000, final: final)] {
                let writer = try await driver.beginBlob(hint, hasher: BlobHasher([.sha256]))
                try await writer.write([content])
                try await writer.checkpoint()
                try expect(try await driver.stat(final) == nil, "nothing before the commit")
                await writer.cancel()
                try expect(try await driver.stat(final) == nil, "nothing after the cancellation")
                await writer.cancel()
            }
            let left = try await driver.objects(below: StoragePaths.uploads, after: nil, limit: 10)
            try expect(left.entries.isEmpty, "no bytes left, not \(left)")
        },
        StorageDriverSuite("keeps bytes readable under the upload's own key when there is no final path") { driver in
            let content = sample(50_000)
            let writer = try await driver.beginBlob(BlobHint(), hasher: BlobHasher([.sha256]))
            try await writer.write([content])
            try await writer.checkpoint()
            guard case .at(let place) = try await writer.commit(as: nil) else { throw UnmetExpectation("a path") }
            try expect(StoragePaths.upload(named: place.text) == place, "a path that a location may name")
            try expect(try await stored(driver, place) == content, "the bytes")
            try await driver.delete([place])
            try expect(try await driver.stat(place) == nil, "no bytes")
        },
        StorageDriverSuite("puts the same blob again over a damaged one") { driver in
            let content = sample(80_000)
            let digest = digest(content)
            let final = StoragePaths.blobData(digest)
            try await driver.put(ByteBuffer(string: "damaged"), at: final, condition: .none)
            let writer = try await driver.beginBlob(BlobHint(final: final), hasher: BlobHasher([.sha256]))
            try await writer.write([content])
            try await writer.checkpoint()
            if case .inPlace = try await writer.commit(as: final) {
                try expect(try await stored(driver, final) == content, "the right bytes")
            }
        },
        StorageDriverSuite("says that it is well") { driver in try await driver.checkHealth() },
    ]
}
