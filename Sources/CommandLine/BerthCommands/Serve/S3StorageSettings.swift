import S3
import S3Client

/// Where a registry keeps its bytes in a bucket: distribution's `storage.s3` section, interpreted.
struct S3StorageSettings: Equatable, Sendable {
    let endpoint: S3Endpoint
    let bucket: BucketName
    let credentials: Credentials
    let rootDirectory: String
    /// Bytes of a part; nil for the default.
    let partSize: Int?
    let skipsCertificateVerification: Bool
    /// PEM file of the authorities to trust.
    let certificateAuthorityPath: String?

    private static let group = "storage.s3"

    /// Reads the section, noting what is wrong; nil when it cannot be used.
    init?(_ settings: inout Settings, environment: ProcessEnvironment) {
        let group = Self.group
        let region = settings.text("\(group).region") ?? "us-east-1"
        let isSecure = settings.flag("\(group).secure") ?? true
        let usesPathStyle = settings.flag("\(group).forcepathstyle")
        let given = settings.text("\(group).regionendpoint")
        var text = given ?? "s3.\(region).amazonaws.com"
        if !text.contains("://") { text = (isSecure ? "https://" : "http://") + text }
        // a service of one's own rarely has a DNS name for each bucket; AWS wants one
        let addressing: S3Endpoint.Addressing = (usesPathStyle ?? (given != nil)) ? .path : .virtualHosted
        let endpoint = S3Endpoint(text, region: region, addressing: addressing)
        if endpoint == nil {
            settings.refuse("\(group).regionendpoint", "'\(text)' is not an address; write https://host:port")
        }
        let bucket = settings.text("\(group).bucket").flatMap { BucketName($0) }
        if bucket == nil {
            let name = settings.text("\(group).bucket")
            settings.refuse("\(group).bucket", name.map { "'\($0)' is no name for a bucket" } ?? "name the bucket")
        }
        let credentials = Self.credentials(&settings, environment)
        partSize = settings.integer("\(group).chunksize", in: (5 << 20)...(5 << 30))
        skipsCertificateVerification = settings.flag("\(group).skipverify") ?? false
        certificateAuthorityPath = settings.text("\(group).cafile")
        rootDirectory = settings.text("\(group).rootdirectory") ?? ""
        guard let endpoint, let bucket, let credentials else { return nil }
        (self.endpoint, self.bucket, self.credentials) = (endpoint, bucket, credentials)
    }

    /// The key: from the configuration, else from a shared credentials file, else from the names that AWS's tools use.
    private static func credentials(_ settings: inout Settings, _ environment: ProcessEnvironment) -> Credentials? {
        if let accessKey = settings.text("\(group).accesskey"), let secretKey = settings.text("\(group).secretkey") {
            return Credentials(accessKey: accessKey, secretKey: secretKey)
        }
        if let path = settings.text("\(group).credentialsconfigpath") {
            if let found = try? SharedCredentialsFile.read(path) { return found }
            settings.refuse(
                "\(group).credentialsconfigpath",
                "\(path): no aws_access_key_id and aws_secret_access_key in it"
            )
            return nil
        }
        if let accessKey = environment["AWS_ACCESS_KEY_ID"], let secretKey = environment["AWS_SECRET_ACCESS_KEY"] {
            return Credentials(accessKey: accessKey, secretKey: secretKey)
        }
        settings.refuse(
            "\(group).accesskey",
            "give storage.s3.accesskey and storage.s3.secretkey, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
        return nil
    }
}
