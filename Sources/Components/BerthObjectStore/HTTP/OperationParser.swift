import BerthHTTP
import S3

/// Reads what a request asks for from its method, path, host and query; nothing else parses paths.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
struct OperationParser: Sendable {
    /// The host names below which a label names a bucket, in lower case.
    let domains: [String]

    init(domains: [String]) {
        self.domains = domains.map { $0.lowercased() }
    }

    /// The sub-resources of buckets, by method.
    private static let bucketOperations: [String: [String: S3Operation]] = [
        "GET": [
            "location": .getBucketLocation, "versions": .listObjectVersions, "uploads": .listMultipartUploads,
            "tagging": .getBucketTagging, "acl": .getBucketAcl, "versioning": .getBucketVersioning,
            "policy": .getBucketPolicy, "policyStatus": .getBucketPolicyStatus, "cors": .getBucketCors,
            "lifecycle": .getBucketLifecycleConfiguration, "encryption": .getBucketEncryption,
            "notification": .getBucketNotificationConfiguration, "replication": .getBucketReplication,
            "requestPayment": .getBucketRequestPayment, "website": .getBucketWebsite, "logging": .getBucketLogging,
            "accelerate": .getBucketAccelerateConfiguration, "ownershipControls": .getBucketOwnershipControls,
            "publicAccessBlock": .getPublicAccessBlock, "object-lock": .getObjectLockConfiguration,
            "analytics": .getBucketAnalyticsConfiguration, "inventory": .getBucketInventoryConfiguration,
            "metrics": .getBucketMetricsConfiguration,
            "intelligent-tiering": .getBucketIntelligentTieringConfiguration,
        ],
        "PUT": [
            "tagging": .putBucketTagging, "acl": .putBucketAcl, "versioning": .putBucketVersioning,
            "policy": .putBucketPolicy, "cors": .putBucketCors, "lifecycle": .putBucketLifecycleConfiguration,
            "encryption": .putBucketEncryption, "notification": .putBucketNotificationConfiguration,
            "replication": .putBucketReplication, "requestPayment": .putBucketRequestPayment,
            "website": .putBucketWebsite, "logging": .putBucketLogging,
            "accelerate": .putBucketAccelerateConfiguration, "ownershipControls": .putBucketOwnershipControls,
            "publicAccessBlock": .putPublicAccessBlock, "object-lock": .putObjectLockConfiguration,
            "analytics": .putBucketAnalyticsConfiguration, "inventory": .putBucketInventoryConfiguration,
            "metrics": .putBucketMetricsConfiguration,
            "intelligent-tiering": .putBucketIntelligentTieringConfiguration,
        ],
        "DELETE": [
            "tagging": .deleteBucketTagging, "policy": .deleteBucketPolicy, "cors": .deleteBucketCors,
            "lifecycle": .deleteBucketLifecycle, "encryption": .deleteBucketEncryption,
            "replication": .deleteBucketReplication, "website": .deleteBucketWebsite,
            "ownershipControls": .deleteBucketOwnershipControls, "publicAccessBlock": .deletePublicAccessBlock,
            "analytics": .deleteBucketAnalyticsConfiguration, "inventory": .deleteBucketInventoryConfiguration,
            "metrics": .deleteBucketMetricsConfiguration,
            "intelligent-tiering": .deleteBucketIntelligentTieringConfiguration,
        ],
        "POST": ["delete": .deleteObjects],
        "HEAD": [:],
    ]

    /// The sub-resources of objects, by method.
    private static let objectOperations: [String: [String: S3Operation]] = [
        "GET": [
            "uploadId": .listParts, "tagging": .getObjectTagging, "acl": .getObjectAcl,
            "attributes": .getObjectAttributes, "retention": .getObjectRetention, "legal-hold": .getObjectLegalHold,
            "torrent": .getObjectTorrent,
        ],
        "PUT": [
            "uploadId": .uploadPart, "tagging": .putObjectTagging, "acl": .putObjectAcl,
            "retention": .putObjectRetention, "legal-hold": .putObjectLegalHold,
        ],
        "DELETE": ["uploadId": .abortMultipartUpload, "tagging": .deleteObjectTagging],
        "POST": [
            "uploads": .createMultipartUpload, "uploadId": .completeMultipartUpload, "restore": .restoreObject,
            "select": .selectObjectContent,
        ],
        "HEAD": [:],
    ]

    /// Every name that is a sub-resource for some method.
    private static let subresources = Set(
        bucketOperations.values.flatMap(\.keys) + objectOperations.values.flatMap(\.keys)
    )

    /// What the host says: a bucket, or nil for path style.
    func virtualBucket(_ host: String?) -> String? {
        guard !domains.isEmpty, let host else { return nil }
        let name = host.prefix { $0 != ":" }.lowercased()
        for domain in domains where name.hasSuffix(".\(domain)") {
            return String(name.dropLast(domain.utf8.count + 1))
        }
        return nil
    }

    /// What the request asks for.
    func parse(method: String, target: RequestTarget, headers: RequestHeaders) throws(S3Error) -> S3Request {
        try headers.checkUnique()
        let query = try QueryParameters(target.query)
        let subject = try subject(target.rawPath, host: headers["host"])
        let operation =
            switch subject {
            case .service: try Self.serviceOperation(method, query)
            case .bucket: try Self.bucketOperation(method, query, headers)
            case .object: try Self.objectOperation(method, query, headers)
            }
        return S3Request(
            operation: operation,
            subject: subject,
            query: query,
            headers: headers,
            path: target.rawPath
        )
    }

    private func subject(_ rawPath: String, host: String?) throws(S3Error) -> S3Request.Subject {
        guard let path = PercentEncoding.decode(rawPath), path.first == UInt8(ascii: "/") else {
            throw S3Error(.invalidURI)
        }
        var rest = path.dropFirst()
        let name: String
        if let bucket = virtualBucket(host) {
            name = bucket
        } else {
            guard !rest.isEmpty else { return .service }
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            name = String(decoding: rest[..<end], as: UTF8.self)
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
        }
        guard let bucket = BucketName(name) else { throw S3Error(.invalidBucketName, details: ["BucketName": name]) }
        guard !bucket.isReserved else { throw rest.isEmpty ? S3Error(.invalidBucketName) : S3Error(.accessDenied) }
        guard !rest.isEmpty else { return .bucket(bucket) }
        guard rest.count <= ObjectKey.byteLimit else {
            throw S3Error(
                .keyTooLongError,
                details: ["Size": "\(rest.count)", "MaxSizeAllowed": "\(ObjectKey.byteLimit)"]
            )
        }
        guard let key = ObjectKey(Array(rest)) else { throw S3Error(.invalidURI) }
        return .object(bucket, key)
    }

    private static func serviceOperation(_ method: String, _ query: QueryParameters) throws(S3Error) -> S3Operation {
        guard try subresource(query) == nil else { throw S3Error(.notImplemented) }
        guard method == "GET" else { throw S3Error(.methodNotAllowed) }
        return .listBuckets
    }

    private static func bucketOperation(
        _ method: String,
        _ query: QueryParameters,
        _ headers: RequestHeaders
    ) throws(S3Error) -> S3Operation {
        guard let operations = bucketOperations[method] else { throw S3Error(.methodNotAllowed) }
        if let subresource = try subresource(query) {
            guard let operation = operations[subresource] else { throw S3Error(.notImplemented) }
            return operation
        }
        switch method {
        case "HEAD": return .headBucket
        case "PUT": return .createBucket
        case "DELETE": return .deleteBucket
        case "POST": throw S3Error(.notImplemented)
        default:
            switch try query.text("list-type") {
            case nil: return .listObjects
            case "2": return .listObjectsV2
            default: throw S3Error(.invalidArgument, "Unknown list-type")
            }
        }
    }

    private static func objectOperation(
        _ method: String,
        _ query: QueryParameters,
        _ headers: RequestHeaders
    ) throws(S3Error) -> S3Operation {
        guard let operations = objectOperations[method] else { throw S3Error(.methodNotAllowed) }
        let isCopy = headers["x-amz-copy-source"] != nil
        if let subresource = try subresource(query) {
            guard let operation = operations[subresource] else { throw S3Error(.notImplemented) }
            return operation == .uploadPart && isCopy ? .uploadPartCopy : operation
        }
        // A part without its upload would replace the object.
        guard method != "PUT" || !query.has("partNumber") else {
            throw S3Error(.invalidArgument, "This operation does not accept a query-string: partNumber.")
        }
        switch method {
        case "HEAD": return .headObject
        case "PUT": return isCopy ? .copyObject : .putObject
        case "DELETE": return .deleteObject
        case "POST": throw S3Error(.methodNotAllowed)
        default: return .getObject
        }
    }

    /// The one sub-resource that the query names; an unknown one is refused, as are two at once.
    private static func subresource(_ query: QueryParameters) throws(S3Error) -> String? {
        var found: String?
        for name in query.names {
            guard subresources.contains(name) else {
                if query.isFlag(name), !flags.contains(name) { throw S3Error(.notImplemented) }
                continue
            }
            guard found == nil else {
                throw S3Error(.invalidArgument, "Conflicting query string parameters: \(found ?? ""), \(name)")
            }
            found = name
        }
        return found
    }

    /// Parameters that are no sub-resources though they may come without a value.
    private static let flags: Set<String> = [
        "prefix", "delimiter", "marker", "max-keys", "encoding-type", "continuation-token", "start-after",
        "fetch-owner", "key-marker", "version-id-marker", "upload-id-marker", "max-uploads", "max-parts",
        "part-number-marker", "versionId", "x-id", "list-type", "partNumber",
    ]
}
