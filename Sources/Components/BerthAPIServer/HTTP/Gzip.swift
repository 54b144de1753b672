import NIOCore

/// Reads gzip (RFC 1952) of request bodies, within a limit of what comes out.
enum Gzip {
    /// Why a stream cannot be read.
    enum Failure: Error, Sendable, Hashable {
        case malformed
        case tooLarge
    }

    /// The inflated bytes of all members of a stream.
    static func inflate(_ buffer: ByteBuffer, limit: Int) throws(Failure) -> ByteBuffer {
        var source = Deflated(bytes: Array(buffer.readableBytesView))
        var output: [UInt8] = []
        repeat {
            try skipHeader(&source)
            let start = output.count
            try source.inflate(into: &output, limit: limit)
            source.alignToByte()
            let checksum = try source.littleEndian(4)
            let size = try source.littleEndian(4)
            guard size == UInt32(truncatingIfNeeded: output.count - start), checksum == CRC32.of(output[start...])
            else {
                throw .malformed
            }
        } while !source.isAtEnd
        return ByteBuffer(bytes: output)
    }

    private static func skipHeader(_ source: inout Deflated) throws(Failure) {
        guard try source.byte() == 0x1F, try source.byte() == 0x8B, try source.byte() == 8 else { throw .malformed }
        let flags = try source.byte()
        guard flags & 0xE0 == 0 else { throw .malformed }
        _ = try source.littleEndian(4)
        _ = try source.byte()
        _ = try source.byte()
        if flags & 4 != 0 {
            var length = Int(try source.byte())
            length += Int(try source.byte()) << 8
            for _ in 0..<length { _ = try source.byte() }
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while try source.byte() != 0 {}
        }
        if flags & 2 != 0 {
            _ = try source.byte()
            _ = try source.byte()
        }
    }
}

/// The checksum of gzip (RFC 1952 §8).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
