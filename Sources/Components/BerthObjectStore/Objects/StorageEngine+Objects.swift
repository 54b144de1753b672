import NIOPosix
import BerthHTTP
import Foundation
import NIOCore
package import S3

extension StorageEngine {
    /// Begins to take in the content of an object or a part.
    ///
    /// - Parameters:
    ///   - expectedSize: the announced size, or nil; a content of another size is refused with `incompleteBody`.
    ///   - checksums: what to compute besides what the store needs itself.
    ///   - md5: false to spare the MD5 of a content above the inline limit; its entity tag is then opaque.
    /// - Returns: a writer for one task.
    /// - Throws: `entityTooLarge`, `storageFull`, `readOnly`.
    package func beginWrite(
        expectedSize: Int64?,
        checksums: Set<ChecksumAlgorithm> = [],
        md5: Bool = true
    ) async throws -> ObjectWriter {
        guard isWritable else { throw StoreError.readOnly }
        if let expectedSize, expectedSize > options.partSizeLimit { throw StoreError.entityTooLarge }
        guard (expectedSize ?? 0) >= 0 else { throw StoreError.incompleteBody }
        try files.claim(expectedSize ?? 0)
        let sink = ContentSink(
            hasher: ContentHasher(checksums: checksums, md5: md5),
            files: files,
            pool: pool,
            counters: counters
        )
        return ObjectWriter(
            expectedSize: expectedSize,
            sizeLimit: options.partSizeLimit,
            inlineLimit: options.inlineLimit,
            smallHasher: ContentHasher(checksums: checksums, md5: true),
            sink: sink,
            counters: counters
        )
    }

    /// Puts `content` at `key`, durable and visible at once, with the checksums in `checksums` on its record.
    package func putObject(
        _ key: ObjectKey,
        in bucket: BucketName,
        content: StagedContent,
        metadata: ObjectMetadata,
        tags: [ObjectTag] = [],
        checksums: [Checksum] = [],
        precondition: Precondition = .none
    ) async throws -> ObjectRecord {
        let (etag, size, moment) = (content.etag, content.size, options.now().roundedToMilliseconds)
        let origin = ContentFooter.Origin(
            bucket: bucket.text,
            key: key.bytes,
            upload: nil,
            part: 0,
            etag: etag.text,
            metadata: metadata,
            tags: tags,
            checksums: checksums,
            stamp: stamp(moment)
        )
        return try await store(content, origin) { transaction, stored in
            let queries = IndexQueries(transaction.db)
            let bucket = try queries.bucket(bucket)
            if precondition != .none { try precondition.judge(queries.object(key, in: bucket.id)) }
            let extents = try stored.add(to: transaction, part: 0)
            let record = ObjectRecord(
                key: key,
                size: size,
                modified: moment,
                etag: etag,
                metadata: metadata,
                tags: tags,
                checksums: checksums,
                parts: [],
                sequence: transaction.nextID(),
                bucket: bucket.id,
                extents: extents
            )
            try transaction.apply(
                .putObject(
                    bucket: bucket.id,
                    key: key.bytes,
                    record: record.encoded(),
                    extents: extents,
                    counted: true
                )
            )
            return record
        }
    }

    /// The object at `key`, or `noSuchKey`.
    package func object(_ key: ObjectKey, in bucket: BucketName) async throws -> ObjectRecord {
        try await read { try $0.existing(key, in: bucket) }
    }

    /// Opens a range of the object for reading; nil for the whole of it.
    ///
    /// - Throws: `noSuchKey` when the object was replaced or deleted since `record` was read; look it up again.
    package func reader(of record: ObjectRecord, range: Range<Int64>? = nil) async throws -> ObjectReader {
        let range = range ?? 0..<record.size
        guard range.lowerBound >= 0, range.upperBound <= record.size else { throw StoreError.invalidRange }
        let extents = Extent.slice(record.extents, range)
        return try await pool.runIfActive { try self.openReader(extents) }
    }

    /// The object at `key` and a reader of all of it, in one look-up.
    package func openObject(
        _ key: ObjectKey,
        in bucket: BucketName
    ) async throws -> (record: ObjectRecord, reader: ObjectReader) {
        for _ in 0..<8 {
            let record = try await object(key, in: bucket)
            do {
                return (record, try await reader(of: record))
            } catch StoreError.noSuchKey {
                // Replaced between the two looks.
                continue
            }
        }
        throw StoreError.conditionalConflict
    }

    private func openReader(_ extents: [Extent]) throws -> ObjectReader {
        let ids = Array(Set(extents.map(\.content)))
        // First held, then looked up: a row that is there now keeps its file until this reader is gone.
        files.pin(ids)
        do {
            let contents = try readBlocking { queries in
                var contents: [Int64: StoredContent] = [:]
                for id in ids {
                    do {
                        guard let content = try queries.content(id) else { throw StoreError.noSuchKey }
                        contents[id] = content
                    } catch StoreError.damaged {
                        if let content = try queries.contentUnjudged(id) { reportDamage(content) }
                        throw StoreError.damaged
                    }
                }
                return contents
            }
            let pieces = try extents.map { extent in
                guard let content = contents[extent.content], extent.offset + extent.length <= content.size else {
                    throw StoreError.damaged
                }
                return ObjectReader.Piece(content: content, range: extent.offset..<extent.offset + extent.length)
            }
            counters.count { $0.bytesRead += extents.reduce(0) { $0 + $1.length } }
            let reader = ObjectReader(
                pieces: pieces,
                pinned: ids,
                files: files,
                verifier: verifier,
                pool: pool,
                onDamage: { self.reportDamage($0) }
            )
            try reader.prepare()
            return reader
        } catch {
            files.unpin(ids)
            throw error
        }
    }

    /// Copies without moving a byte; nil for `metadata` or `tags` keeps those of the source.
    package func copyObject(
        from source: CopySource,
        to key: ObjectKey,
        in bucket: BucketName,
        metadata: ObjectMetadata?,
        tags: [ObjectTag]?,
        precondition: Precondition = .none
    ) async throws -> ObjectRecord {
        let moment = options.now().roundedToMilliseconds
        return try await queue.submit { transaction in
            let queries = IndexQueries(transaction.db)
            let original = try queries.existing(source.key, in: source.bucket)
            try source.judge(original)
            let bucket = try queries.bucket(bucket)
            if precondition != .none { try precondition.judge(queries.object(key, in: bucket.id)) }
            let record = ObjectRecord(
                key: key,
                size: original.size,
                modified: moment,
                etag: original.etag,
                metadata: metadata ?? original.metadata,
                tags: tags ?? original.tags,
                checksums: original.checksums,
                parts: original.parts,
                sequence: transaction.nextID(),
                bucket: bucket.id,
                extents: original.extents
            )
            try transaction.put(record)
            return record
        }
    }

    /// Deletes the object; a missing key is no error unless `precondition` asks for it.
    package func deleteObject(
        _ key: ObjectKey,
        in bucket: BucketName,
        precondition: Precondition = .none
    ) async throws {
        try await queue.submit(releasesSpace: true) { transaction in
            let bucket = try IndexQueries(transaction.db).bucket(bucket)
            try transaction.delete(key, in: bucket.id, precondition)
        }
    }

    /// Deletes many objects in one commit, each judged for itself.
    package func deleteObjects(
        _ keys: [(key: ObjectKey, precondition: Precondition)],
        in bucket: BucketName
    ) async throws -> [DeleteOutcome] {
        try await queue.submit(releasesSpace: true) { transaction in
            let bucket = try IndexQueries(transaction.db).bucket(bucket)
            return try keys.map { key, precondition in
                do {
                    try transaction.delete(key, in: bucket.id, precondition)
                    return DeleteOutcome(key: key, error: nil)
                } catch let error as StoreError {
                    return DeleteOutcome(key: key, error: error)
                }
            }
        }
    }

    /// Replaces the tags of the object; its modification time and entity tag stay.
    package func putTags(_ tags: [ObjectTag], on key: ObjectKey, in bucket: BucketName) async throws {
        try await queue.submit { transaction in
            let old = try IndexQueries(transaction.db).existing(key, in: bucket)
            try transaction.put(
                ObjectRecord(
                    key: key,
                    size: old.size,
                    modified: old.modified,
                    etag: old.etag,
                    metadata: old.metadata,
                    tags: tags,
                    checksums: old.checksums,
                    parts: old.parts,
                    sequence: transaction.nextID(),
                    bucket: old.bucket,
                    extents: old.extents
                )
            )
        }
    }

    /// One page of the objects whose keys begin with `prefix`; keys that have `delimiter` behind it count once.
    package func list(
        _ bucket: BucketName,
        prefix: [UInt8],
        delimiter: [UInt8]?,
        start: ObjectListing.Start,
        limit: Int
    ) async throws -> ObjectListing {
        try await read { queries in
            let lister = ObjectLister(
                bucket: try queries.bucket(bucket).id,
                prefix: prefix,
                delimiter: delimiter ?? [],
                limit: limit
            )
            return try lister.page(from: start, queries.db)
        }
    }
}

extension IndexQueries {
    /// The object, or what is missing.
    func existing(_ key: ObjectKey, in bucket: BucketName) throws -> ObjectRecord {
        guard let record = try object(key, in: self.bucket(bucket).id) else { throw StoreError.noSuchKey }
        return record
    }
}

extension IndexTransaction {
    /// Puts a record over contents that others refer to as well.
    func put(_ record: ObjectRecord) throws {
        try apply(
            .putObject(
                bucket: record.bucket,
                key: record.key.bytes,
                record: record.encoded(),
                extents: record.extents,
                counted: false
            )
        )
    }

    func delete(_ key: ObjectKey, in bucket: Int64, _ precondition: Precondition) throws {
        let queries = IndexQueries(db)
        if precondition != .none { try precondition.judge(queries.object(key, in: bucket)) }
        guard try queries.holds(key, in: bucket) else { return }
        try apply(.deleteObject(bucket: bucket, key: key.bytes))
    }
}

extension Extent {
    /// The extents that make up `range` of the bytes that `extents` make up.
    static func slice(_ extents: [Extent], _ range: Range<Int64>, part: Int? = nil) -> [Extent] {
        var start: Int64 = 0
        var result: [Extent] = []
        for extent in extents {
            let end = start + extent.length
            let (lower, upper) = (max(range.lowerBound, start), min(range.upperBound, end))
            if lower < upper {
                result.append(
                    Extent(
                        content: extent.content,
                        offset: extent.offset + lower - start,
                        length: upper - lower,
                        part: part ?? extent.part
                    )
                )
            }
            start = end
        }
        return result
    }
}
