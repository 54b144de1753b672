package import BerthHTTP
package import NIOCore

/// A run of verified bytes on their way out.
package enum ContentSegment: Sendable {
    case bytes(ByteBuffer)
    case file(OpenFile, Range<Int64>)
}
