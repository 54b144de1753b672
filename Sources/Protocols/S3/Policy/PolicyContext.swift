/// What is known of a request for the conditions and variables of policies: a closed list of keys, each from one source.
///
/// Keys are compared without regard to case.
package struct PolicyContext: Sendable {
    private var values: [String: [String]] = [:]

    package init() {}

    /// The values of a key; nil where the request has none.
    package subscript(key: String) -> [String]? {
        get { values[key.lowercased()] }
        set { values[key.lowercased()] = newValue }
    }

    /// Gives a key its only value, or none for nil.
    package mutating func set(_ key: String, _ value: String?) {
        values[key.lowercased()] = value.map { [$0] }
    }

    /// The keys that policies may name; those with a slash at the end go on with a tag's name.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
    static let keys: Set<String> = Set(
        [
            "aws:SourceIp", "aws:SecureTransport", "aws:UserAgent", "aws:Referer", "aws:CurrentTime", "aws:EpochTime",
            "aws:username", "aws:userid", "aws:groups", "aws:principaltype", "s3:prefix", "s3:delimiter", "s3:max-keys",
            "s3:x-amz-acl", "s3:x-amz-copy-source", "s3:x-amz-metadata-directive", "s3:x-amz-content-sha256",
            "s3:x-amz-storage-class", "s3:x-amz-server-side-encryption",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:x-amz-server-side-encryption-customer-algorithm", "s3:LocationConstraint", "s3:versionid",
            "s3:object-lock-mode", "s3:object-lock-retain-until-date", "s3:object-lock-remaining-retention-days",
            "s3:object-lock-legal-hold", "s3:signatureversion", "s3:signatureAge", "s3:authType",
            "s3:RequestObjectTagKeys", "s3:if-match", "s3:if-none-match", "s3:ObjectCreationOperation",
        ].map { $0.lowercased() }
    )

    private static let prefixes = ["s3:existingobjecttag/", "s3:requestobjecttag/"]

    /// Whether a policy may name this key.
    static func knows(_ key: String) -> Bool {
        let key = key.lowercased()
        return keys.contains(key) || prefixes.contains { key.hasPrefix($0) && key.utf8.count > $0.utf8.count }
    }
}
