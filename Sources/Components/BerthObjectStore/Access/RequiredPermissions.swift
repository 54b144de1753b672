import S3

/// What a request needs the right for, from the request alone.
///
/// Rights that depend on a body (the keys of a deletion of many) or on a source's tags are asked for where those are
/// known. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
enum RequiredPermissions {
    /// Actions with their resources; all are needed.
    static func of(_ request: S3Request) throws(S3Error) -> [(action: String, resource: ARN)] {
        let own = request.resource
        var result: [(action: String, resource: ARN)] = []
        switch request.operation {
        case .listBuckets, .deleteObjects: return []
        case .getObject, .headObject:
            result.append((versioned("s3:GetObject", request), own))
        case .getObjectAttributes:
            result.append((versioned("s3:GetObject", request), own))
            result.append((versioned("s3:GetObjectAttributes", request), own))
        case .deleteObject: result.append((versioned("s3:DeleteObject", request), own))
        case .getObjectTagging, .putObjectTagging, .deleteObjectTagging, .getObjectAcl, .putObjectAcl:
            result.append((versioned(request.operation.action, request), own))
        case .copyObject, .uploadPartCopy:
            let source = try CopySourceHeader(request.headers)
            let action = source.hasVersion ? "s3:GetObjectVersion" : "s3:GetObject"
            result.append((action, ARN(bucket: source.bucket, key: source.key)))
            result.append((request.operation.action, own))
        default: result.append((request.operation.action, own))
        }
        if request.headers["x-amz-tagging"] != nil { result.append(("s3:PutObjectTagging", own)) }
        if request.headers["x-amz-bypass-governance-retention"]?.lowercased() == "true" {
            result.append(("s3:BypassGovernanceRetention", own))
        }
        return result
    }

    private static func versioned(_ action: String, _ request: S3Request) -> String {
        guard request.query.has("versionId") else { return action }
        return switch action {
        case "s3:GetObject", "s3:DeleteObject", "s3:GetObjectAttributes", "s3:GetObjectAcl", "s3:PutObjectAcl":
            action == "s3:GetObject" || action == "s3:DeleteObject"
                ? "\(action)Version" : action.replacing("Object", with: "ObjectVersion")
        case "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:DeleteObjectTagging":
            action.replacing("Tagging", with: "VersionTagging")
        default: action
        }
    }
}
