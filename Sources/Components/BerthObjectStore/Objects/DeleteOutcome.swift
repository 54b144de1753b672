package import S3

/// What became of one key of a deletion of many.
package struct DeleteOutcome: Sendable {
    package let key: ObjectKey
    /// Nil when the key is gone, also when it never was there.
    package let error: StoreError?
}
