import AsyncHTTPClient
package import S3

/// One page of a listing.
package struct S3Page: Sendable {
    /// One object of a listing.
    package struct Entry: Sendable {
        package let key: String
        package let size: Int64
        /// Without its quotes.
        package let entityTag: String
    }

    package var objects: [Entry] = []
    /// Prefixes up to and including the delimiter.
    package var commonPrefixes: [String] = []
    package var continuationToken: String?
}

extension S3Client {
    /// ListObjectsV2, one page of at most `limit` (up to 1000) objects and common prefixes.
    package func listObjects(
        bucket: BucketName,
        prefix: String,
        delimiter: String? = nil,
        startAfter: String? = nil,
        continuationToken: String? = nil,
        limit: Int = 1000
    ) async throws -> S3Page {
        var query: [(name: String, value: String?)] = [
            ("list-type", "2"), ("encoding-type", "url"), ("max-keys", "\(limit)"),
            ("prefix", PercentEncoding.encode(prefix)),
        ]
        if let delimiter { query.append(("delimiter", PercentEncoding.encode(delimiter))) }
        if let startAfter, continuationToken == nil {
            query.append(("start-after", PercentEncoding.encode(startAfter)))
        }
        if let continuationToken {
            query.append(("continuation-token", PercentEncoding.encode(continuationToken)))
        }
        let response = try await send(S3Request(method: "GET", bucket: bucket, query: query))
        return try ListDocument.page(in: try await response.body.collect(upTo: 16 << 20))
    }
}
