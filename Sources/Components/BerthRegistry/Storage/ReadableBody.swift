package import BerthHTTP
package import NIOCore

/// The bytes of an object, or of a range of it, on their way out.
package enum ReadableBody: Sendable {
    /// Bytes in memory.
    case bytes(ByteBuffer)
    /// A part of an open file, which leaves by sendfile.
    case file(OpenFile, Range<Int64>)
    /// Exactly `length` bytes; fewer mean that the storage broke off or that the bytes are corrupt.
    case stream(any AsyncSequence<ByteBuffer, any Error> & Sendable, length: Int64)

    /// The number of bytes to come.
    package var length: Int64 {
        switch self {
        case .bytes(let bytes): Int64(bytes.readableBytes)
        case .file(_, let range): Int64(range.count)
        case .stream(_, let length): length
        }
    }
}
