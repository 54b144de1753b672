package import S3

/// How an ``S3Client`` reaches its service and how patient it is.
package struct S3ClientConfiguration: Sendable {
    package var endpoint: S3Endpoint
    package var credentials: Credentials
    /// PEM file of the authorities to trust instead of the system's.
    package var certificateAuthorityPath: String?
    /// Accept any certificate; only for tests and for whoever asks for it by name.
    package var skipsCertificateVerification = false
    /// The checksum sent with bodies, so that the service refuses what the network changed; nil sends none.
    package var checksum: ChecksumAlgorithm? = .crc64nvme
    /// How often an idempotent request is tried in all.
    package var attemptLimit = 4
    /// The wait before the second attempt; doubled for each one after it, with full jitter.
    package var firstBackoff: Duration = .milliseconds(100)
    /// Time to connect.
    package var connectTimeout: Duration = .seconds(5)
    /// Longest silence of the service within a request.
    package var readTimeout: Duration = .seconds(60)
    /// Connections to the service at once.
    package var connectionLimit = 128

    package init(endpoint: S3Endpoint, credentials: Credentials) {
        self.endpoint = endpoint
        self.credentials = credentials
    }
}
