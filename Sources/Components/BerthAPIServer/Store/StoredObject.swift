package import NIOCore

/// One revision of an object.
package struct StoredObject: Sendable {
    package let key: ResourceKey
    /// The object's JSON as ``StoredEncoding`` lays it out: without its resourceVersion, which is `revision`.
    package let value: ByteBuffer
    /// The store-wide revision that wrote it: `metadata.resourceVersion`.
    package let revision: Int64

    package init(key: ResourceKey, value: ByteBuffer, revision: Int64) {
        (self.key, self.value, self.revision) = (key, value, revision)
    }
}
