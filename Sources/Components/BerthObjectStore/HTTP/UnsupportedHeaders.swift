import S3

/// Refuses header fields that ask for what the store does not do: to ignore them would be to lie.
enum UnsupportedHeaders {
    /// Judges the fields of a request that makes a bucket or an object.
    static func check(_ headers: RequestHeaders) throws(S3Error) {
        for (name, value) in headers.fields where name.hasPrefix("x-amz-") {
            switch name {
            case "x-amz-acl":
                guard ["private", "bucket-owner-full-control"].contains(value) else {
                    throw S3Error(.accessControlListNotSupported)
                }
            case _ where name.hasPrefix("x-amz-grant-"): throw S3Error(.accessControlListNotSupported)
            case "x-amz-storage-class":
                guard value == "STANDARD" else { throw S3Error(.invalidStorageClass) }
            case _ where name.hasPrefix("x-amz-server-side-encryption"),
                _ where name.hasPrefix("x-amz-copy-source-server-side-encryption"):
                throw S3Error(.notImplemented, "Server side encryption is not implemented.")
            case "x-amz-website-redirect-location":
                throw S3Error(.notImplemented, "Website redirects are not implemented.")
            case _ where name.hasPrefix("x-amz-object-lock-"):
                throw S3Error(.invalidRequest, "Bucket is missing Object Lock Configuration")
            case "x-amz-bucket-object-lock-enabled":
                guard value.lowercased() != "true" else {
                    throw S3Error(.notImplemented, "Object lock is not implemented.")
                }
            case "x-amz-object-ownership":
                guard value == "BucketOwnerEnforced" else {
                    throw S3Error(.notImplemented, "ACLs are not implemented; only BucketOwnerEnforced is possible.")
                }
            case "x-amz-if-match-last-modified-time", "x-amz-if-match-size", "x-amz-write-offset-bytes":
                throw S3Error(.notImplemented, details: ["Header": name])
            default: continue
            }
        }
    }
}
