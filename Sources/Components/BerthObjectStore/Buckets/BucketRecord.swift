package import Foundation
package import S3

/// A bucket.
package struct BucketRecord: Hashable, Sendable {
    package let name: BucketName
    package let created: Date

    let id: Int64
}
