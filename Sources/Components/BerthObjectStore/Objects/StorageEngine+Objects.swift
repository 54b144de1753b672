package import S3

extension StorageEngine {
    /// Begins to take in the content of an object or a part.
    ///
    /// - Parameters:
    ///   - expectedSize: the announced size, or nil; a content of another size is refused with `incompleteBody`.
    ///   - checksums: what to compute besides what the store needs itself.
    ///   - md5: false to spare the MD5 of a content above the inline limit; its entity tag is then opaque.
    package func beginWrite(
        expectedSize: Int64?,
        checksums: Set<ChecksumAlgorithm> = [],
        md5: Bool = true
    ) async throws -> ObjectWriter { throw StoreError.closed }

    /// Puts `content` at `key`, durably and at once. The record carries the checksums named in `checksums`.
    package func putObject(
        _ key: ObjectKey,
        in bucket: BucketName,
        content: StagedContent,
        metadata: ObjectMetadata,
        tags: [ObjectTag] = [],
        checksums: [Checksum] = [],
        precondition: Precondition = .none
    ) async throws -> ObjectRecord { throw StoreError.closed }

    /// The object at `key`, or `noSuchKey`.
    package func object(_ key: ObjectKey, in bucket: BucketName) async throws -> ObjectRecord {
        throw StoreError.closed
    }

    /// Opens a range of the object for reading; nil for the whole of it.
    ///
    /// - Throws: `noSuchKey` when the object was replaced or deleted since `record` was read; look it up again.
    package func reader(of record: ObjectRecord, range: Range<Int64>? = nil) async throws -> ObjectReader {
        throw StoreError.closed
    }

    /// Copies without moving a byte. Nil for `metadata` or `tags` keeps those of the source.
    package func copyObject(
        from source: CopySource,
        to key: ObjectKey,
        in bucket: BucketName,
        metadata: ObjectMetadata?,
        tags: [ObjectTag]?,
        precondition: Precondition = .none
    ) async throws -> ObjectRecord { throw StoreError.closed }

    /// Deletes the object. A missing key is no error unless `precondition` asks for it.
    package func deleteObject(
        _ key: ObjectKey,
        in bucket: BucketName,
        precondition: Precondition = .none
    ) async throws { throw StoreError.closed }

    /// Deletes many objects in one commit, each judged for itself.
    package func deleteObjects(
        _ keys: [(key: ObjectKey, precondition: Precondition)],
        in bucket: BucketName
    ) async throws -> [DeleteOutcome] { throw StoreError.closed }

    /// Replaces the tags of the object; its modification time and entity tag stay.
    package func putTags(_ tags: [ObjectTag], on key: ObjectKey, in bucket: BucketName) async throws {
        throw StoreError.closed
    }

    /// One page of the objects whose keys begin with `prefix`; keys that have `delimiter` behind it count once.
    package func list(
        _ bucket: BucketName,
        prefix: [UInt8],
        delimiter: [UInt8]?,
        start: ObjectListing.Start,
        limit: Int
    ) async throws -> ObjectListing { throw StoreError.closed }
}
