package import S3

extension StorageEngine {
    /// Begins a multipart upload.
    package func createUpload(
        _ key: ObjectKey,
        in bucket: BucketName,
        metadata: ObjectMetadata,
        tags: [ObjectTag] = [],
        checksumAlgorithm: ChecksumAlgorithm? = nil,
        checksumKind: ChecksumKind? = nil,
        initiator: String
    ) async throws -> UploadRecord { throw StoreError.closed }

    /// The open upload, or `noSuchUpload`; the id alone opens nothing, bucket and key must be its own.
    package func upload(_ id: String, of key: ObjectKey, in bucket: BucketName) async throws -> UploadRecord {
        throw StoreError.closed
    }

    /// Keeps `content` as a part, durably, in place of an earlier one of that number.
    package func putPart(
        _ number: Int,
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        content: StagedContent,
        checksums: [Checksum] = []
    ) async throws -> PartRecord { throw StoreError.closed }

    /// Makes a part of a range of an object (nil: the whole), without moving a byte.
    package func copyPart(
        _ number: Int,
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        from source: CopySource,
        range: Range<Int64>?
    ) async throws -> PartRecord { throw StoreError.closed }

    /// One page of the parts with numbers above `after`.
    package func parts(
        of upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        after: Int,
        limit: Int
    ) async throws -> PartListing { throw StoreError.closed }

    /// One page of the open uploads of a bucket, behind the two markers.
    package func uploads(
        in bucket: BucketName,
        prefix: [UInt8],
        delimiter: [UInt8]?,
        afterKey: [UInt8]?,
        afterUpload: String?,
        limit: Int
    ) async throws -> UploadListing { throw StoreError.closed }

    /// Makes the object of the named parts, atomically and without moving a byte.
    ///
    /// Repeated after a success it answers the same and changes nothing.
    /// - Parameters:
    ///   - expectedSize: `x-amz-mp-object-size`; `incompleteBody` when the parts add up to another.
    ///   - checksum: of the whole, as the client claims it; `badDigest` when the parts give another.
    package func completeUpload(
        _ upload: String,
        key: ObjectKey,
        in bucket: BucketName,
        parts: [CompletedPart],
        expectedSize: Int64? = nil,
        checksum: Checksum? = nil,
        precondition: Precondition = .none
    ) async throws -> ObjectRecord { throw StoreError.closed }

    /// Ends the upload and removes its parts.
    package func abortUpload(_ upload: String, key: ObjectKey, in bucket: BucketName) async throws {
        throw StoreError.closed
    }
}
