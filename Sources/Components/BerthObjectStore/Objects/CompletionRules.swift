import Crypto
import S3

/// What the parts that a client names must be for an object to be made of them; pure.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
struct CompletionRules: Sendable {
    let parts: [CompletedPart]
    let partSizeMinimum: Int64
    let objectSizeLimit: Int64
    let expectedSize: Int64?
    let checksum: Checksum?

    /// What the object will be.
    struct Completion {
        let size: Int64
        let etag: ETag
        let checksum: Checksum?
        let parts: [ObjectRecord.Part]
        let extents: [Extent]
    }

    func judge(_ upload: UploadRecord, parts stored: (Int) throws -> PartRecord?) throws -> Completion {
        guard !parts.isEmpty else { throw StoreError.invalidPart(number: 0) }
        guard zip(parts, parts.dropFirst()).allSatisfy({ $0.number < $1.number }) else {
            throw StoreError.invalidPartOrder
        }
        var records: [PartRecord] = []
        for part in parts {
            guard let record = try stored(part.number), Self.agree(part, record) else {
                throw StoreError.invalidPart(number: part.number)
            }
            records.append(record)
        }
        for record in records.dropLast() where record.size < partSizeMinimum {
            throw StoreError.entityTooSmall(number: record.number)
        }
        let size = records.reduce(0) { $0 + $1.size }
        guard size <= objectSizeLimit else { throw StoreError.entityTooLarge }
        if let expectedSize, expectedSize != size { throw StoreError.incompleteBody }
        let whole = Self.checksum(of: records, upload)
        if let checksum {
            let own = checksum.algorithm == whole?.algorithm ? whole : Self.joined(records, checksum.algorithm)
            guard let own, own.bytes == checksum.bytes, checksum.partCount == nil || checksum.partCount == own.partCount
            else { throw StoreError.badDigest(checksum.algorithm) }
        }
        return Completion(
            size: size,
            etag: Self.etag(of: records),
            checksum: whole,
            parts: records.map { record in
                ObjectRecord.Part(
                    number: record.number,
                    size: record.size,
                    checksum: record.checksums.first { $0.algorithm == upload.checksumAlgorithm }
                )
            },
            extents: records.flatMap(\.extents)
        )
    }

    private static func agree(_ part: CompletedPart, _ record: PartRecord) -> Bool {
        guard part.etag == record.etag else { return false }
        return part.checksums.allSatisfy { claimed in
            record.checksums.contains(claimed) || !record.checksums.contains { $0.algorithm == claimed.algorithm }
        }
    }

    /// The checksum of the object: over those of its parts, or joined from them, as the upload was begun.
    private static func checksum(of parts: [PartRecord], _ upload: UploadRecord) -> Checksum? {
        guard let algorithm = upload.checksumAlgorithm else { return nil }
        switch upload.checksumKind ?? algorithm.defaultMultipartKind {
        case .fullObject: return joined(parts, algorithm)
        case .composite:
            let sums = parts.compactMap { part in part.checksums.first { $0.algorithm == algorithm } }
            return sums.count == parts.count ? Checksum.composite(of: sums, algorithm: algorithm) : nil
        }
    }

    private static func joined(_ parts: [PartRecord], _ algorithm: ChecksumAlgorithm) -> Checksum? {
        var pieces: [(checksum: Checksum, length: UInt64)] = []
        for part in parts {
            guard let sum = part.checksums.first(where: { $0.algorithm == algorithm }) else { return nil }
            pieces.append((sum, UInt64(part.size)))
        }
        return Checksum.joined(pieces, algorithm: algorithm)
    }

    /// The MD5 over those of the parts and their number, as every S3 does; an opaque tag goes in with its hash.
    private static func etag(of parts: [PartRecord]) -> ETag {
        var hash = Insecure.MD5()
        for part in parts {
            let digits = part.etag.text.prefix { $0 != "-" }
            hash.update(data: Hex.decode(digits) ?? Array(digits.utf8))
        }
        return ETag(hash: Array(hash.finalize()), parts: parts.count)
    }
}
