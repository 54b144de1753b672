import Foundation
import S3

// How records lie in the index, in the journal and in footers. Every record is sealed with a checksum over itself and the
// bucket and key it belongs to, so that neither a flipped bit nor a row in a wrong place goes unnoticed (D7).

extension ObjectRecord {
    private static let version: UInt8 = 1

    /// What seals the record of this object.
    static func salt(bucket: Int64, key: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: bucket.littleEndian) { Array($0) } + key
    }

    func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        writer.integer(Self.version)
        writer.integer(size)
        writer.integer(modified.milliseconds)
        writer.text(etag.text)
        writer.integer(sequence)
        writer.metadata(metadata)
        writer.tags(tags)
        writer.checksums(checksums)
        writer.list(parts) { writer, part in
            writer.integer(UInt16(truncatingIfNeeded: part.number))
            writer.integer(part.size)
            writer.optional(part.checksum) { $0.checksum($1) }
        }
        writer.seal(salt: Self.salt(bucket: bucket, key: key.bytes))
        return writer.bytes
    }

    init(bucket: Int64, key: [UInt8], record: [UInt8], extents: [UInt8]) throws(StoreError) {
        let list = try Extent.decode(extents, salt: Self.salt(bucket: bucket, key: key))
        try self.init(bucket: bucket, key: key, record: record, extents: list)
        guard list.reduce(0, { $0 &+ $1.length }) == size else { throw .damaged }
    }

    /// The record of a completion, which is answered again but read no bytes of.
    init(completed record: [UInt8], bucket: Int64, key: ObjectKey) throws(StoreError) {
        try self.init(bucket: bucket, key: key.bytes, record: record, extents: [Extent]())
    }

    private init(bucket: Int64, key: [UInt8], record: [UInt8], extents: [Extent]) throws(StoreError) {
        guard let objectKey = ObjectKey(key) else { throw .damaged }
        let salt = Self.salt(bucket: bucket, key: key)
        var reader = try BinaryReader(sealed: record, salt: salt)
        guard try reader.integer(UInt8.self) == Self.version else { throw .damaged }
        self.bucket = bucket
        self.key = objectKey
        size = try reader.integer()
        modified = Date(milliseconds: try reader.integer())
        guard let tag = ETag(try reader.text()) else { throw .damaged }
        etag = tag
        sequence = try reader.integer()
        metadata = try reader.metadata()
        tags = try reader.tags()
        checksums = try reader.checksums()
        parts = try reader.list { reader throws(StoreError) in
            Part(
                number: Int(try reader.integer(UInt16.self)),
                size: try reader.integer(),
                checksum: try reader.optional { reader throws(StoreError) in try reader.checksum() }
            )
        }
        self.extents = extents
        guard size >= 0 else { throw .damaged }
    }
}

extension Extent {
    static func encode(_ extents: [Extent], salt: [UInt8]) -> [UInt8] {
        var writer = BinaryWriter(capacity: extents.count * 26 + 8)
        writer.list(extents) { writer, extent in
            writer.integer(extent.content)
            writer.integer(extent.offset)
            writer.integer(extent.length)
            writer.integer(UInt16(truncatingIfNeeded: extent.part))
        }
        writer.seal(salt: salt)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8], salt: [UInt8]) throws(StoreError) -> [Extent] {
        var reader = try BinaryReader(sealed: bytes, salt: salt)
        return try reader.list { reader throws(StoreError) in
            let extent = Extent(
                content: try reader.integer(),
                offset: try reader.integer(),
                length: try reader.integer(),
                part: Int(try reader.integer(UInt16.self))
            )
            guard extent.offset >= 0, extent.length >= 0, !extent.offset.addingReportingOverflow(extent.length).overflow
            else { throw .damaged }
            return extent
        }
    }
}

extension PartRecord {
    static func salt(upload: Int64, number: Int) -> [UInt8] {
        var writer = BinaryWriter(capacity: 16)
        writer.integer(upload)
        writer.integer(Int64(number))
        return writer.bytes
    }

    func encoded(upload: Int64) -> [UInt8] {
        var writer = BinaryWriter()
        writer.integer(size)
        writer.integer(modified.milliseconds)
        writer.text(etag.text)
        writer.checksums(checksums)
        writer.seal(salt: Self.salt(upload: upload, number: number))
        return writer.bytes
    }

    init(upload: Int64, number: Int, record: [UInt8], extents: [UInt8]) throws(StoreError) {
        let salt = Self.salt(upload: upload, number: number)
        var reader = try BinaryReader(sealed: record, salt: salt)
        self.number = number
        size = try reader.integer()
        modified = Date(milliseconds: try reader.integer())
        guard let tag = ETag(try reader.text()) else { throw .damaged }
        etag = tag
        checksums = try reader.checksums()
        self.extents = try Extent.decode(extents, salt: salt)
        guard size >= 0, self.extents.reduce(0, { $0 &+ $1.length }) == size else { throw .damaged }
    }
}

extension UploadRecord {
    func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        writer.integer(initiated.milliseconds)
        writer.text(initiator)
        writer.metadata(metadata)
        writer.tags(tags)
        writer.optional(checksumAlgorithm) { $0.text($1.rawValue) }
        writer.optional(checksumKind) { $0.text($1.rawValue) }
        writer.seal(salt: ObjectRecord.salt(bucket: bucket, key: key.bytes))
        return writer.bytes
    }

    init(id: String, bucket: Int64, key: [UInt8], record: [UInt8]) throws(StoreError) {
        guard let objectKey = ObjectKey(key) else { throw .damaged }
        var reader = try BinaryReader(sealed: record, salt: ObjectRecord.salt(bucket: bucket, key: key))
        self.id = id
        self.bucket = bucket
        self.key = objectKey
        initiated = Date(milliseconds: try reader.integer())
        initiator = try reader.text()
        metadata = try reader.metadata()
        tags = try reader.tags()
        checksumAlgorithm = try reader.optional { reader throws(StoreError) in
            guard let value = ChecksumAlgorithm(rawValue: try reader.text()) else { throw .damaged }
            return value
        }
        checksumKind = try reader.optional { reader throws(StoreError) in
            guard let value = ChecksumKind(rawValue: try reader.text()) else { throw .damaged }
            return value
        }
    }
}
