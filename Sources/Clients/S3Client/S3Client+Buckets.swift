package import S3

extension S3Client {
    /// Whether the bucket is there and may be listed.
    ///
    /// - Throws: ``S3ClientError`` with 403 when it may not.
    package func headBucket(_ bucket: BucketName) async throws -> Bool {
        do {
            _ = try await send(S3Request(method: "HEAD", bucket: bucket))
            return true
        } catch let error as S3ClientError where error.isNotFound {
            return false
        }
    }

    /// Makes the bucket; one that is the caller's already is fine.
    package func createBucket(_ bucket: BucketName) async throws {
        do {
            _ = try await send(S3Request(method: "PUT", bucket: bucket))
        } catch S3ClientError.refused(409, "BucketAlreadyOwnedByYou", _) {}
    }

    /// Removes an empty bucket.
    package func deleteBucket(_ bucket: BucketName) async throws {
        _ = try await send(S3Request(method: "DELETE", bucket: bucket))
    }
}
