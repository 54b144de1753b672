package import S3

extension StorageEngine {
    /// Creates an empty bucket.
    package func createBucket(_ name: BucketName) async throws -> BucketRecord { throw StoreError.closed }

    /// The bucket with this name, or `noSuchBucket`.
    package func bucket(_ name: BucketName) async throws -> BucketRecord { throw StoreError.closed }

    /// All buckets by name.
    package func buckets() async throws -> [BucketRecord] { throw StoreError.closed }

    /// Deletes a bucket without objects and open uploads.
    package func deleteBucket(_ name: BucketName) async throws { throw StoreError.closed }
}
