import Foundation
import S3

/// What stands behind the bytes of a content file: their checksums, and whose they are.
///
/// The file ends in: CRC32C of the footer (4 bytes), "BEND" (4), length of the footer (8). The checksums are what reads are
/// verified with; the origin lets `fsck` bring objects back when both index and journal are lost.
struct ContentFooter: Hashable, Sendable {
    /// Where the content belonged when it was written.
    struct Origin: Hashable, Sendable {
        let bucket: String
        let key: [UInt8]
        /// The upload and the number of the part, when it is one.
        let upload: String?
        let part: Int
        let etag: String
        let metadata: ObjectMetadata
        let tags: [ObjectTag]
        let checksums: [Checksum]
        /// Grows from content to content: orders those of one key.
        let stamp: Int64
    }

    static let blockSize = 1 << 20
    private static let trailerSize = 16
    private static let magic: UInt32 = 0x444E_4542
    private static let version: UInt16 = 1
    private static let sizeLimit: Int64 = 64 << 20

    let size: Int64
    /// The CRC64NVME of all bytes.
    let sum: UInt64
    /// The CRC32C of each block of 1 MiB.
    let blockSums: [UInt32]
    let origin: Origin

    func encoded() -> [UInt8] {
        var writer = BinaryWriter(capacity: 512 + blockSums.count * 4)
        writer.integer(Self.version)
        writer.integer(size)
        writer.integer(sum)
        writer.list(blockSums) { $0.integer($1) }
        writer.text(origin.bucket)
        writer.blob(origin.key)
        writer.optional(origin.upload) { $0.text($1) }
        writer.integer(UInt16(truncatingIfNeeded: origin.part))
        writer.text(origin.etag)
        writer.metadata(origin.metadata)
        writer.tags(origin.tags)
        writer.checksums(origin.checksums)
        writer.integer(origin.stamp)
        let length = writer.bytes.count
        writer.seal()
        writer.integer(Self.magic)
        writer.integer(UInt64(length))
        return writer.bytes
    }

    /// Reads the footer of an open file of `fileSize` bytes, or throws `damaged` when there is no sound one.
    init(of file: CInt, fileSize: Int64, fileSystem: any FileSystem) throws(StoreError) {
        guard fileSize >= Int64(Self.trailerSize) else { throw .damaged }
        let tail = Int(min(fileSize, 16 << 10))
        var bytes = try fileSystem.read(tail, from: file, at: fileSize - Int64(tail))
        var trailer = BinaryReader(Array(bytes.suffix(12)))
        guard try trailer.integer(UInt32.self) == Self.magic else { throw .damaged }
        let length = try trailer.integer(Int64.self)
        guard length > 0, length <= Self.sizeLimit, length + Int64(Self.trailerSize) <= fileSize else { throw .damaged }
        let whole = Int(length) + Self.trailerSize
        if whole > bytes.count { bytes = try fileSystem.read(whole, from: file, at: fileSize - Int64(whole)) }
        let body = bytes.suffix(whole).dropLast(12)
        var reader = try BinaryReader(sealed: Array(body))
        guard try reader.integer(UInt16.self) == Self.version else { throw .damaged }
        size = try reader.integer()
        sum = try reader.integer()
        blockSums = try reader.list { reader throws(StoreError) in try reader.integer() }
        origin = Origin(
            bucket: try reader.text(),
            key: try reader.blob(),
            upload: try reader.optional { reader throws(StoreError) in try reader.text() },
            part: Int(try reader.integer(UInt16.self)),
            etag: try reader.text(),
            metadata: try reader.metadata(),
            tags: try reader.tags(),
            checksums: try reader.checksums(),
            stamp: try reader.integer()
        )
        guard size + length + Int64(Self.trailerSize) == fileSize, size >= 0,
            Int64(blockSums.count) == (size + Int64(Self.blockSize) - 1) / Int64(Self.blockSize)
        else { throw .damaged }
    }

    init(size: Int64, sum: UInt64, blockSums: [UInt32], origin: Origin) {
        self.size = size
        self.sum = sum
        self.blockSums = blockSums
        self.origin = origin
    }
}
