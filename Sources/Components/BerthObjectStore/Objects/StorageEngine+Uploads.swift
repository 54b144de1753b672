import BerthHTTP
import NIOCore
import NIOPosix
import Crypto
import Foundation
package import S3

extension StorageEngine {
    /// The numbers that parts may have.
    static let partNumbers = 1...10_000

    /// Begins a multipart upload.
    package func createUpload(
        _ key: ObjectKey,
        in bucket: BucketName,
        metadata: ObjectMetadata,
        tags: [ObjectTag] = [],
        checksumAlgorithm: ChecksumAlgorithm? = nil,
        checksumKind: ChecksumKind? = nil,
        initiator: String
    ) async throws -> UploadRecord {
        let moment = options.now().roundedToMilliseconds
        return try await queue.submit { transaction in
            let bucket = try IndexQueries(transaction.db).bucket(bucket)
            let row = transaction.nextID()
            let upload = UploadRecord(
                id: UploadIdentifier.make(row: row),
                key: key,
                initiated: moment,
                initiator: initiator,
                metadata: metadata,
                tags: tags,
                checksumAlgorithm: checksumAlgorithm,
                checksumKind: checksumKind,
                bucket: bucket.id
            )
            try transaction.apply(
                .putUpload(row: row, id: upload.id, bucket: bucket.id, key: key.bytes, record: upload.encoded())
            )
            return upload
        }
    }

    /// The open upload, or `noSuchUpload`; the id alone opens nothing, bucket and key must be its own.
    package func upload(_ id: String, of key: ObjectKey, in bucket: BucketName) async throws -> UploadRecord {
        try await read { try $0.existingUpload(id, of: key, in: bucket).record }
    }

    /// Keeps `content` as a part, durably, in place of an earlier one of that number.
    package func putPart(
        _ number: Int,
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        content: StagedContent,
        checksums: [Checksum] = []
    ) async throws -> PartRecord {
        guard Self.partNumbers.contains(number) else { throw StoreError.invalidPartNumber }
        let (etag, size, moment) = (content.etag, content.size, options.now().roundedToMilliseconds)
        let origin = ContentFooter.Origin(
            bucket: bucket.text,
            key: key.bytes,
            upload: upload,
            part: number,
            etag: etag.text,
            metadata: ObjectMetadata(),
            tags: [],
            checksums: checksums,
            stamp: stamp(moment)
        )
        return try await store(content, origin) { transaction, stored in
            let row = try IndexQueries(transaction.db).existingUpload(upload, of: key, in: bucket).row
            let part = PartRecord(
                number: number,
                size: size,
                modified: moment,
                etag: etag,
                checksums: checksums,
                extents: try stored.add(to: transaction, part: number)
            )
            try transaction.put(part, of: row, counted: true)
            return part
        }
    }

    /// Makes a part of a range of an object (nil: the whole), without moving a byte.
    package func copyPart(
        _ number: Int,
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        from source: CopySource,
        range: Range<Int64>?
    ) async throws -> PartRecord {
        guard Self.partNumbers.contains(number) else { throw StoreError.invalidPartNumber }
        let moment = options.now().roundedToMilliseconds
        let limit = options.partSizeLimit
        let wanted = try await self.upload(upload, of: key, in: bucket).checksumAlgorithm
        let read = try await checksum(wanted, of: source, range)
        return try await queue.submit { transaction in
            let queries = IndexQueries(transaction.db)
            let row = try queries.existingUpload(upload, of: key, in: bucket).row
            let original = try queries.existing(source.key, in: source.bucket)
            try source.judge(original)
            let range = range ?? 0..<original.size
            guard range.lowerBound >= 0, range.upperBound <= original.size else { throw StoreError.invalidRange }
            guard range.upperBound - range.lowerBound <= limit else { throw StoreError.entityTooLarge }
            if let read, read.sequence != original.sequence { throw StoreError.conditionalConflict }
            let isWhole = range == 0..<original.size
            let part = PartRecord(
                number: number,
                size: range.upperBound - range.lowerBound,
                modified: moment,
                etag: isWhole ? original.etag : Self.etag(of: original, range),
                checksums: read.map { [$0.checksum] } ?? [],
                extents: Extent.slice(original.extents, range, part: number)
            )
            try transaction.put(part, of: row, counted: false)
            return part
        }
    }

    /// The checksum that the upload wants of a copied part: known when the source is copied whole, else read.
    private func checksum(
        _ algorithm: ChecksumAlgorithm?,
        of source: CopySource,
        _ range: Range<Int64>?
    ) async throws -> (checksum: Checksum, sequence: Int64)? {
        guard let algorithm else { return nil }
        let record = try await object(source.key, in: source.bucket)
        try source.judge(record)
        let range = range ?? 0..<record.size
        guard range.lowerBound >= 0, range.upperBound <= record.size else { throw StoreError.invalidRange }
        if range == 0..<record.size,
            let known = record.checksums.first(where: { $0.algorithm == algorithm && $0.partCount == nil })
        {
            return (known, record.sequence)
        }
        let reader = try await reader(of: record, range: range)
        var hasher = ChecksumHasher(algorithm)
        while let segment = try await reader.next() {
            let current = hasher
            hasher = try await pool.runIfActive { try segment.hashed(into: current) }
        }
        return (hasher.finish(), record.sequence)
    }

    /// The tag of a part that no client has the bytes of: the same for the same range of the same version.
    private static func etag(of source: ObjectRecord, _ range: Range<Int64>) -> ETag {
        var writer = BinaryWriter()
        writer.integer(source.sequence)
        writer.integer(range.lowerBound)
        writer.integer(range.upperBound)
        writer.text(source.etag.text)
        return ETag(md5: Array(Insecure.MD5.hash(data: writer.bytes)))
    }

    /// One page of the parts with numbers above `after`.
    package func parts(
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        after: Int,
        limit: Int
    ) async throws -> PartListing {
        try await read { queries in
            let (row, record) = try queries.existingUpload(upload, of: key, in: bucket)
            let parts = try queries.parts(of: row, after: after, limit: max(0, limit) + 1)
            return PartListing(
                upload: record,
                parts: Array(parts.prefix(max(0, limit))),
                isTruncated: limit > 0 && parts.count > limit
            )
        }
    }

    /// One page of the open uploads of a bucket, behind the two markers.
    package func uploads(
        in bucket: BucketName,
        prefix: [UInt8],
        delimiter: [UInt8]?,
        afterKey: [UInt8]?,
        afterUpload: String?,
        limit: Int
    ) async throws -> UploadListing {
        try await read { queries in
            let lister = UploadLister(
                bucket: try queries.bucket(bucket).id,
                prefix: prefix,
                delimiter: delimiter ?? [],
                limit: limit
            )
            return try lister.page(afterKey: afterKey, afterUpload: afterUpload, queries.db)
        }
    }

    /// Makes the object of the named parts, atomically and without moving a byte.
    ///
    /// Repeated after a success it answers the same and changes nothing. `expectedSize` is `x-amz-mp-object-size`
    /// (`incompleteBody` when the parts add up to another); `checksum` is that of the whole as the client claims it
    /// (`badDigest` when the parts give another).
    package func completeUpload(
        _ upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        parts: [CompletedPart],
        expectedSize: Int64? = nil,
        checksum: Checksum? = nil,
        precondition: Precondition = .none
    ) async throws -> ObjectRecord {
        let moment = options.now().roundedToMilliseconds
        let rules = CompletionRules(
            parts: parts,
            partSizeMinimum: options.partSizeMinimum,
            objectSizeLimit: options.objectSizeLimit,
            expectedSize: expectedSize,
            checksum: checksum
        )
        return try await queue.submit { transaction in
            let queries = IndexQueries(transaction.db)
            let bucket = try queries.bucket(bucket)
            guard let (row, open) = try queries.upload(upload, of: key, in: bucket.id) else {
                guard let done = try queries.completion(upload, of: key, in: bucket.id) else {
                    throw StoreError.noSuchUpload
                }
                return done
            }
            let completion = try rules.judge(open, parts: { try queries.part($0, of: row) })
            if precondition != .none { try precondition.judge(queries.object(key, in: bucket.id)) }
            let record = ObjectRecord(
                key: key,
                size: completion.size,
                modified: moment,
                etag: completion.etag,
                metadata: open.metadata,
                tags: open.tags,
                checksums: completion.checksum.map { [$0] } ?? [],
                parts: completion.parts,
                sequence: transaction.nextID(),
                bucket: bucket.id,
                extents: completion.extents
            )
            let encoded = record.encoded()
            try transaction.apply(
                .putObject(
                    bucket: bucket.id,
                    key: key.bytes,
                    record: encoded,
                    extents: record.extents,
                    counted: true
                )
            )
            try transaction.apply(.deleteUpload(row: row, moved: parts.map(\.number)))
            try transaction.apply(
                .putCompletion(
                    id: upload,
                    bucket: bucket.id,
                    key: key.bytes,
                    completed: moment.milliseconds,
                    record: encoded
                )
            )
            return record
        }
    }

    /// Ends the upload and removes its parts.
    package func abortUpload(_ upload: String, key: ObjectKey, in bucket: BucketName) async throws {
        try await queue.submit(releasesSpace: true) { transaction in
            let row = try IndexQueries(transaction.db).existingUpload(upload, of: key, in: bucket).row
            try transaction.apply(.deleteUpload(row: row, moved: []))
        }
    }
}

extension IndexQueries {
    /// The open upload, or what is missing.
    func existingUpload(
        _ id: String,
        of key: ObjectKey,
        in bucket: BucketName
    ) throws -> (row: Int64, record: UploadRecord) {
        guard let found = try upload(id, of: key, in: self.bucket(bucket).id) else { throw StoreError.noSuchUpload }
        return found
    }
}

extension IndexTransaction {
    func put(_ part: PartRecord, of upload: Int64, counted: Bool) throws {
        try apply(
            .putPart(
                upload: upload,
                number: part.number,
                record: part.encoded(upload: upload),
                extents: part.extents,
                counted: counted
            )
        )
    }
}

extension ContentSegment {
    /// Carries a hash over these bytes on; blocking.
    func hashed(into hasher: ChecksumHasher) throws -> ChecksumHasher {
        var hasher = hasher
        switch self {
        case .bytes(let buffer): buffer.withUnsafeReadableBytes { hasher.update($0) }
        case .file(let file, let range):
            var position = range.lowerBound
            while position < range.upperBound {
                let end = min(range.upperBound, position + 1 << 20)
                try file.read(position..<end).withUnsafeReadableBytes { hasher.update($0) }
                position = end
            }
        }
        return hasher
    }
}
