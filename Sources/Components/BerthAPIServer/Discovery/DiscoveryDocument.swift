package import NIOCore

/// A document that describes the API, ready to be sent.
package struct DiscoveryDocument: Sendable {
    package let contentType: String
    package let body: ByteBuffer
    /// With its quotes, for `ETag` and `If-None-Match`.
    package let entityTag: String

    package init(contentType: String = "application/json", body: ByteBuffer, entityTag: String) {
        (self.contentType, self.body, self.entityTag) = (contentType, body, entityTag)
    }
}
