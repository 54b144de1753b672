import CZlib
import NIOCore

/// Reads gzip (RFC 1952) of request bodies by zlib, within a limit of what comes out.
enum Gzip {
    /// Why a stream cannot be read.
    enum Failure: Error, Sendable, Hashable {
        case malformed
        case tooLarge
    }

    private static let pieceBytes = 64 * 1024

    /// The inflated bytes of all members of a stream.
    static func inflate(_ buffer: ByteBuffer, limit: Int) throws(Failure) -> ByteBuffer {
        var input = Array(buffer.readableBytesView)
        var stream = z_stream()
        // 15 bits of window, and 16 for a gzip header
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .malformed
        }
        defer { inflateEnd(&stream) }
        let result = input.withUnsafeMutableBufferPointer { input in
            inflated(&stream, input, limit: limit)
        }
        return try result.get()
    }

    private static func inflated(
        _ stream: inout z_stream,
        _ input: UnsafeMutableBufferPointer<UInt8>,
        limit: Int
    ) -> Result<ByteBuffer, Failure> {
        guard let length = UInt32(exactly: input.count), length > 0 else { return .failure(.malformed) }
        (stream.next_in, stream.avail_in) = (input.baseAddress, length)
        var output = ByteBuffer()
        while true {
            var status = Z_OK
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: pieceBytes) { space in
                let bytes = space.bindMemory(to: UInt8.self)
                stream.next_out = bytes.baseAddress
                stream.avail_out = UInt32(pieceBytes)
                status = CZlib.inflate(&stream, Z_NO_FLUSH)
                return pieceBytes - Int(stream.avail_out)
            }
            guard output.readableBytes <= limit else { return .failure(.tooLarge) }
            switch status {
            case Z_OK: continue
            case Z_STREAM_END where stream.avail_in == 0: return .success(output)
            // several members may follow one another
            case Z_STREAM_END where inflateReset(&stream) == Z_OK: continue
            default: return .failure(.malformed)
            }
        }
    }
}
