package import NIOCore

/// The bytes of an object, or of a range of it, on their way out.
package enum ReadableBody: Sendable {
    /// Exactly `length` bytes; fewer mean that the storage broke off or that the bytes are corrupt.
    case stream(any AsyncSequence<ByteBuffer, any Error> & Sendable, length: Int64)
    case bytes(ByteBuffer)
}
