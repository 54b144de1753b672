import CZlib
import NIOCore

/// Makes gzip (RFC 1952) of pieces as they come, by zlib.
final class GzipCompressor {
    /// Fast rather than small, as the original does for answers.
    static let fast: Int32 = 1
    /// For what is kept.
    static let small: Int32 = 6

    private static let pieceBytes = 64 * 1024

    // zlib keeps the address
    private let stream: UnsafeMutablePointer<z_stream>

    private init(_ stream: UnsafeMutablePointer<z_stream>) { self.stream = stream }

    /// A compressor; nil when there is no memory for it.
    static func make(level: Int32) -> GzipCompressor? {
        let compressor = GzipCompressor(.allocate(capacity: 1))
        compressor.stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip header
        let status = deflateInit2_(
            compressor.stream,
            level,
            Z_DEFLATED,
            31,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        return status == Z_OK ? compressor : nil
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// What is ready after some more bytes; all that is left when they are the last.
    func compress(_ input: ByteBuffer, isLast: Bool = false) -> ByteBuffer {
        var output = ByteBuffer()
        var input = input
        input.withUnsafeMutableReadableBytes { bytes in
            stream.pointee.next_in = bytes.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_in = UInt32(truncatingIfNeeded: bytes.count)
            repeat {
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.pieceBytes) { space in
                    stream.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
                    stream.pointee.avail_out = UInt32(Self.pieceBytes)
                    deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return Self.pieceBytes - Int(stream.pointee.avail_out)
                }
            } while stream.pointee.avail_out == 0
            stream.pointee.next_in = nil
        }
        return output
    }
}

extension Gzip {
    /// The bytes as a gzip stream; nil when there is no memory for it.
    static func deflate(_ buffer: ByteBuffer, level: Int32 = GzipCompressor.small) -> ByteBuffer? {
        GzipCompressor.make(level: level)?.compress(buffer, isLast: true)
    }
}
