import S3

/// The sums over one whole content.
struct ContentSums: Hashable, Sendable {
    let size: Int64
    /// CRC64NVME.
    let sum: UInt64
    let crc32c: UInt32
    /// CRC32C of each block of 1 MiB.
    let blockSums: [UInt32]
    let md5: [UInt8]?
    /// Those asked for.
    let checksums: [Checksum]

    /// The MD5 where there is one; else an opaque tag in a form that no client takes for an MD5.
    var etag: ETag {
        if let md5 { return ETag(md5: md5) }
        var writer = BinaryWriter(capacity: 16)
        writer.integer(sum)
        writer.integer(crc32c)
        writer.integer(UInt32(truncatingIfNeeded: size))
        return ETag(hash: writer.bytes, parts: 1)
    }
}
