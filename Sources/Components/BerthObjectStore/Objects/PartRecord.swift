package import Foundation
package import S3

/// One part of an open upload.
package struct PartRecord: Hashable, Sendable {
    package let number: Int
    package let size: Int64
    package let modified: Date
    package let etag: ETag
    package let checksums: [Checksum]

    let extents: [Extent]
}
