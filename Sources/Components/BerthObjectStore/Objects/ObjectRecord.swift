package import Foundation
package import S3

/// One object as the index knows it: everything but the bytes.
package struct ObjectRecord: Hashable, Sendable {
    /// One of the parts that an object was completed from.
    package struct Part: Hashable, Sendable {
        package let number: Int
        package let size: Int64
        package let checksum: Checksum?

        package init(number: Int, size: Int64, checksum: Checksum?) {
            self.number = number
            self.size = size
            self.checksum = checksum
        }
    }

    package let key: ObjectKey
    package let size: Int64
    package let modified: Date
    package let etag: ETag
    package let metadata: ObjectMetadata
    package let tags: [ObjectTag]
    /// The checksums to report: those that the client sent or asked for.
    package let checksums: [Checksum]
    /// The parts of a completed multipart upload in their order, else empty.
    package let parts: [Part]
    /// Grows with each change of the store; orders the versions of a key.
    package let sequence: Int64

    let bucket: Int64
    let extents: [Extent]
}
