import BerthObjectStore

/// What the object store makes for the registry at its start, bucket, user and policy, as pure text.
enum ProvisionFile {
    /// The bucket that holds all images.
    static let bucket = "ocp-registry"
    /// The policy that the registry's key has.
    static let policyName = "ocp-registry"

    /// Exactly the rights that a registry needs on its bucket, and none beside them.
    static let policy = """
        {"Version":"2012-10-17","Statement":[\
        {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject","s3:ListMultipartUploadParts",\
        "s3:AbortMultipartUpload"],"Resource":["arn:aws:s3:::\(bucket)/*"]},\
        {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],\
        "Resource":["arn:aws:s3:::\(bucket)"]}]}
        """

    /// The document.
    static func text(_ secrets: UpSecrets) -> String {
        JSONText.pretty(
            Provision(
                buckets: [bucket],
                policies: [policyName: policy],
                users: [
                    Provision.User(
                        accessKey: secrets.registryAccessKey,
                        secretKey: secrets.registrySecretKey,
                        policies: [policyName]
                    )
                ]
            )
        )
    }
}
