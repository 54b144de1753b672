package import NIOCore

/// A document that describes the API, ready to be sent.
package struct DiscoveryDocument: Sendable {
    package let contentType: String
    package let body: ByteBuffer
    /// With its quotes, for `ETag` and `If-None-Match`.
    package let entityTag: String
    /// Whether ``body`` is a gzip stream: large documents are kept so.
    package let isGzipped: Bool

    package init(
        contentType: String = "application/json",
        body: ByteBuffer,
        entityTag: String,
        isGzipped: Bool = false
    ) {
        (self.contentType, self.body, self.entityTag, self.isGzipped) = (contentType, body, entityTag, isGzipped)
    }

    /// The document's bytes as they are meant; nil when they cannot be had for want of memory.
    package var plainBody: ByteBuffer? {
        isGzipped ? try? Gzip.inflate(body, limit: Self.bytesLimit) : body
    }

    private static let bytesLimit = 256 * 1024 * 1024
}
