package import S3

/// Where a copy takes its bytes from, and what must hold of them.
package struct CopySource: Sendable {
    package let bucket: BucketName
    package let key: ObjectKey
    /// Judges the source in the transaction that copies it; throws to refuse (`x-amz-copy-source-if-*`).
    package let judge: @Sendable (ObjectRecord) throws -> Void

    package init(
        bucket: BucketName,
        key: ObjectKey,
        judge: @escaping @Sendable (ObjectRecord) throws -> Void = { _ in }
    ) {
        self.bucket = bucket
        self.key = key
        self.judge = judge
    }
}
