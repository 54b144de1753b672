/// The resource name of a bucket or an object: `arn:aws:s3:::bucket` or `arn:aws:s3:::bucket/key`.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
package struct ARN: Hashable, Sendable {
    /// What every resource name of S3 begins with.
    package static let prefix = "arn:aws:s3:::"

    /// What follows the prefix, in bytes.
    package let resource: [UInt8]

    /// The name of a bucket.
    package init(bucket: BucketName) {
        resource = Array(bucket.text.utf8)
    }

    /// The name of an object; its key is neither decoded nor normalised.
    package init(bucket: BucketName, key: ObjectKey) {
        resource = Array(bucket.text.utf8) + [UInt8(ascii: "/")] + key.bytes
    }

    /// The name that `text` writes.
    package init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix), text.utf8.count > Self.prefix.utf8.count else { return nil }
        resource = Array(text.utf8.dropFirst(Self.prefix.utf8.count))
    }

    private init() { resource = [UInt8(ascii: "*")] }

    /// The resource of a call that is about no bucket.
    package static let all = ARN()

    /// The whole name in bytes.
    package var bytes: [UInt8] { Array(Self.prefix.utf8) + resource }
}
