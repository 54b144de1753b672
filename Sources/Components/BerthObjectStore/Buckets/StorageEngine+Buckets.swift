package import S3

extension StorageEngine {
    /// Creates an empty bucket, or throws `bucketAlreadyExists`.
    package func createBucket(_ name: BucketName) async throws -> BucketRecord {
        let created = options.now().roundedToMilliseconds
        return try await queue.submit { transaction in
            if (try? IndexQueries(transaction.db).bucket(name)) != nil { throw StoreError.bucketAlreadyExists }
            // The number is new even when the name is not: nothing of an earlier bucket can show (D5).
            let record = BucketRecord(name: name, created: created, id: transaction.nextID())
            try transaction.apply(.putBucket(id: record.id, name: name.text, created: created.milliseconds))
            return record
        }
    }

    /// The bucket with this name, or `noSuchBucket`.
    package func bucket(_ name: BucketName) async throws -> BucketRecord {
        try await read { try $0.bucket(name) }
    }

    /// All buckets by name.
    package func buckets() async throws -> [BucketRecord] {
        try await read { try $0.buckets() }
    }

    /// Deletes a bucket without objects and open uploads.
    package func deleteBucket(_ name: BucketName) async throws {
        try await queue.submit(releasesSpace: true) { transaction in
            let queries = IndexQueries(transaction.db)
            let bucket = try queries.bucket(name)
            guard try queries.isEmpty(bucket: bucket.id) else { throw StoreError.bucketNotEmpty }
            try transaction.apply(.deleteBucket(id: bucket.id))
        }
    }
}
