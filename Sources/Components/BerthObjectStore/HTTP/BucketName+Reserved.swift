import S3

extension BucketName {
    /// Whether the server's own paths begin with this name, so that no bucket may have it.
    var isReserved: Bool { ["minio", "healthz", "readyz", "livez", "metrics"].contains(text) }
}
