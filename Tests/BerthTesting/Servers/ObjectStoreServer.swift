/// A running S3 server with the key of its owner.
package struct ObjectStoreServer: Sendable {
    /// Raw requests to it.
    package let http: RawHTTP
    /// The owner's access key id.
    package let accessKey: String
    /// The owner's secret access key.
    package let secretKey: String
    /// The process, nil when it was started by somebody else.
    package let process: ChildProcess?
    /// The data directory, where there is one.
    package let folder: String?

    /// A running server with its owner's key.
    package init(
        http: RawHTTP,
        accessKey: String,
        secretKey: String,
        process: ChildProcess? = nil,
        folder: String? = nil
    ) {
        self.http = http
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.process = process
        self.folder = folder
    }

    /// The endpoint as `http://127.0.0.1:9000`.
    package var endpoint: String { "http://\(http.authority)" }

    /// Hand-signed requests as the owner.
    package var s3: RawS3 { RawS3(http, accessKey: accessKey, secretKey: secretKey) }

    /// Hand-signed requests with another key.
    package func s3(_ accessKey: String, _ secretKey: String) -> RawS3 {
        RawS3(http, accessKey: accessKey, secretKey: secretKey)
    }

    /// Makes a bucket.
    package func makeBucket(_ name: String) async throws {
        let reply = try await s3.request("PUT", "/\(name)")
        guard reply.status == 200 else { throw RegistryCallError(reply) }
    }

    /// Variables that every AWS client understands.
    package var environment: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": endpoint, "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "2",
        ]
    }
}
