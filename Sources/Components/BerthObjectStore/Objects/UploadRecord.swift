package import Foundation
package import S3

/// A multipart upload that is neither completed nor aborted.
package struct UploadRecord: Hashable, Sendable {
    package let id: String
    package let key: ObjectKey
    package let initiated: Date
    /// The access key that began it.
    package let initiator: String
    package let metadata: ObjectMetadata
    package let tags: [ObjectTag]
    package let checksumAlgorithm: ChecksumAlgorithm?
    package let checksumKind: ChecksumKind?

    let bucket: Int64
}
