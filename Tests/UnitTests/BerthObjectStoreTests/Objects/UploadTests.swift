import Crypto
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A multipart upload` {
    private static let key = testKey("whole")

    private static func begin(
        _ store: ScratchStore,
        algorithm: ChecksumAlgorithm? = nil,
        kind: ChecksumKind? = nil
    ) async throws -> String {
        try await store.engine.createUpload(
            key,
            in: ScratchStore.bucket,
            metadata: ObjectMetadata(user: [.init("a", "b")]),
            tags: [ObjectTag(key: "t", value: "v")],
            checksumAlgorithm: algorithm,
            checksumKind: kind,
            initiator: "me"
        ).id
    }

    @discardableResult
    private static func put(
        _ number: Int,
        _ bytes: [UInt8],
        _ upload: String,
        _ store: ScratchStore,
        checksums: Set<ChecksumAlgorithm> = []
    ) async throws -> CompletedPart {
        let content = try await store.stage(bytes, checksums: checksums)
        let part = try await store.engine.putPart(
            number,
            of: upload,
            key: key,
            in: ScratchStore.bucket,
            content: content,
            checksums: content.checksums
        )
        return CompletedPart(number: number, etag: part.etag, checksums: part.checksums)
    }

    private static func complete(
        _ upload: String,
        _ parts: [CompletedPart],
        _ store: ScratchStore,
        checksum: Checksum? = nil,
        precondition: Precondition = .none
    ) async throws -> ObjectRecord {
        try await store.engine.completeUpload(
            upload,
            key: key,
            in: ScratchStore.bucket,
            parts: parts,
            checksum: checksum,
            precondition: precondition
        )
    }

    @Test func `becomes an object of its parts in order, with S3's entity tag, and moves no byte`() async throws {
        try await ScratchStore.with { store in
            let upload = try await Self.begin(store)
            let pieces = [noise(100_000, seed: 1), noise(1_500_000, seed: 2), noise(50, seed: 3)]
            var parts: [CompletedPart] = []
            for number in [3, 1, 2] { parts.append(try await Self.put(number, pieces[number - 1], upload, store)) }
            parts.sort { $0.number < $1.number }
            await #expect(throws: StoreError.noSuchKey) { try await store.get("whole") }
            let written = store.engine.statistics.bytesWritten
            let record = try await Self.complete(upload, parts, store)
            #expect(store.engine.statistics.bytesWritten == written)
            let sums = pieces.flatMap { Array(Insecure.MD5.hash(data: $0)) }
            #expect(record.etag == ETag(hash: Array(Insecure.MD5.hash(data: sums)), parts: 3))
            #expect(record.parts.map(\.size) == [100_000, 1_500_000, 50])
            #expect(record.tags == [ObjectTag(key: "t", value: "v")])
            #expect(try await store.get("whole") == pieces.flatMap { $0 })
            let middle = Array(pieces.flatMap { $0 }[99_990..<1_600_010])
            #expect(try await store.get("whole", range: 99_990..<1_600_010) == middle)
            await #expect(throws: StoreError.noSuchUpload) {
                try await store.engine.upload(upload, of: Self.key, in: ScratchStore.bucket)
            }
        }
    }

    @Test func `completed again answers the same and brings nothing old back`() async throws {
        try await ScratchStore.with { store in
            let upload = try await Self.begin(store)
            let part = try await Self.put(1, noise(200), upload, store)
            let first = try await Self.complete(upload, [part], store)
            try await store.put("whole", [1, 2, 3])
            let again = try await Self.complete(upload, [part], store)
            #expect(again.etag == first.etag)
            #expect(try await store.get("whole") == [1, 2, 3])
        }
    }

    @Test func `is completed or aborted, never both`() async throws {
        try await ScratchStore.with { store in
            for _ in 0..<10 {
                let upload = try await Self.begin(store)
                let part = try await Self.put(1, noise(70_000), upload, store)
                async let completed = try? Self.complete(upload, [part], store)
                async let aborted = try? store.engine.abortUpload(upload, key: Self.key, in: ScratchStore.bucket)
                let (wasCompleted, wasAborted) = await (completed != nil, aborted != nil)
                #expect(wasCompleted != wasAborted)
                #expect(((try? await store.get("whole")) != nil) == wasCompleted)
                try await store.engine.deleteObject(Self.key, in: ScratchStore.bucket)
                #expect(try await store.files().isEmpty)
            }
        }
    }

    @Test func `refuses wrong parts and can be corrected`() async throws {
        try await ScratchStore.with { store in
            let upload = try await Self.begin(store)
            let small = try await Self.put(1, noise(10), upload, store)
            let second = try await Self.put(2, noise(200), upload, store)
            await #expect(throws: StoreError.entityTooSmall(number: 1)) {
                try await Self.complete(upload, [small, second], store)
            }
            await #expect(throws: StoreError.invalidPartOrder) {
                try await Self.complete(upload, [second, small], store)
            }
            await #expect(throws: StoreError.invalidPart(number: 3)) {
                try await Self.complete(upload, [CompletedPart(number: 3, etag: small.etag)], store)
            }
            await #expect(throws: StoreError.invalidPart(number: 1)) {
                try await Self.complete(upload, [CompletedPart(number: 1, etag: second.etag), second], store)
            }
            await #expect(throws: StoreError.invalidPartNumber) {
                try await Self.put(10_001, noise(10), upload, store)
            }
            let first = try await Self.put(1, noise(300), upload, store)
            #expect(try await Self.complete(upload, [first, second], store).size == 500)
        }
    }

    @Test func `frees the file of a part that is replaced, and of those that are left out`() async throws {
        try await ScratchStore.with { store in
            let upload = try await Self.begin(store)
            try await Self.put(1, noise(70_000, seed: 1), upload, store)
            let part = try await Self.put(1, noise(70_000, seed: 2), upload, store)
            #expect(try await store.files().count == 1)
            try await Self.put(2, noise(80_000), upload, store)
            _ = try await Self.complete(upload, [part], store)
            #expect(try await store.files().count == 1)
            #expect(try await store.get("whole") == noise(70_000, seed: 2))
        }
    }

    @Test func `judges the checksum of the whole`() async throws {
        try await ScratchStore.with { store in
            let pieces = [noise(100_000, seed: 1), noise(70_000, seed: 2)]
            var hasher = ChecksumHasher(.crc64nvme)
            for piece in pieces { hasher.update(piece) }
            let upload = try await Self.begin(store, algorithm: .crc64nvme, kind: .fullObject)
            var parts: [CompletedPart] = []
            for (index, piece) in pieces.enumerated() {
                parts.append(try await Self.put(index + 1, piece, upload, store, checksums: [.crc64nvme]))
            }
            let wrong = Checksum(.crc64nvme, bytes: [UInt8](repeating: 1, count: 8))
            await #expect(throws: StoreError.badDigest(.crc64nvme)) {
                try await Self.complete(upload, parts, store, checksum: wrong)
            }
            let record = try await Self.complete(upload, parts, store, checksum: hasher.finish())
            #expect(record.checksums == [hasher.finish()])
        }
    }

    @Test func `makes parts of ranges of objects, with the checksum that the upload wants`() async throws {
        try await ScratchStore.with { store in
            let bytes = noise(3_000_000)
            try await store.put("source", bytes)
            let upload = try await Self.begin(store, algorithm: .sha256, kind: .composite)
            let source = CopySource(bucket: ScratchStore.bucket, key: testKey("source"))
            var parts: [CompletedPart] = []
            for (number, range) in [(1, Int64(1000)..<2_500_000), (2, 0..<500)] {
                let part = try await store.engine.copyPart(
                    number,
                    of: upload,
                    key: Self.key,
                    in: ScratchStore.bucket,
                    from: source,
                    range: range
                )
                var hasher = ChecksumHasher(.sha256)
                hasher.update(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
                #expect(part.checksums == [hasher.finish()])
                parts.append(CompletedPart(number: number, etag: part.etag))
            }
            await #expect(throws: StoreError.invalidRange) {
                try await store.engine.copyPart(
                    3,
                    of: upload,
                    key: Self.key,
                    in: ScratchStore.bucket,
                    from: source,
                    range: 0..<3_000_001
                )
            }
            _ = try await Self.complete(upload, parts, store)
            try await store.engine.deleteObject(testKey("source"), in: ScratchStore.bucket)
            #expect(try await store.get("whole") == Array(bytes[1000..<2_500_000] + bytes[..<500]))
            #expect(try await store.files().count == 1)
        }
    }

    @Test func `is opened only with its own key and bucket, and listed page by page`() async throws {
        try await ScratchStore.with { store in
            var ids: [String] = []
            for name in ["a/1", "a/1", "a/2", "b"] {
                ids.append(
                    try await store.engine.createUpload(
                        testKey(name),
                        in: ScratchStore.bucket,
                        metadata: ObjectMetadata(),
                        initiator: "me"
                    ).id
                )
            }
            await #expect(throws: StoreError.noSuchUpload) {
                try await store.engine.upload(ids[0], of: testKey("b"), in: ScratchStore.bucket)
            }
            var seen: [String] = []
            var marker: (key: [UInt8]?, upload: String?) = (nil, nil)
            while true {
                let page = try await store.engine.uploads(
                    in: ScratchStore.bucket,
                    prefix: [],
                    delimiter: nil,
                    afterKey: marker.key,
                    afterUpload: marker.upload,
                    limit: 1
                )
                for case .upload(let record) in page.entries { seen.append(record.id) }
                guard page.isTruncated else { break }
                marker = (page.nextKey, page.nextUpload)
            }
            #expect(seen == ids)
            let rolled = try await store.engine.uploads(
                in: ScratchStore.bucket,
                prefix: [],
                delimiter: Array("/".utf8),
                afterKey: nil,
                afterUpload: nil,
                limit: 10
            )
            #expect(rolled.entries.count == 2)
        }
    }

    @Test func `lists its parts page by page`() async throws {
        try await ScratchStore.with { store in
            let upload = try await Self.begin(store)
            for number in [5, 1, 9] { try await Self.put(number, noise(10), upload, store) }
            let first = try await store.engine.parts(
                of: upload,
                key: Self.key,
                in: ScratchStore.bucket,
                after: 0,
                limit: 2
            )
            #expect(first.parts.map(\.number) == [1, 5])
            #expect(first.isTruncated)
            let second = try await store.engine.parts(
                of: upload,
                key: Self.key,
                in: ScratchStore.bucket,
                after: 5,
                limit: 2
            )
            #expect(second.parts.map(\.number) == [9])
            #expect(!second.isTruncated)
        }
    }
}
