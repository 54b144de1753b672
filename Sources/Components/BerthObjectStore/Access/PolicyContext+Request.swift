import BerthHTTP
import S3

extension PolicyContext {
    /// The header fields that are condition keys, and nothing but these.
    private static let headerKeys = [
        "x-amz-acl", "x-amz-copy-source", "x-amz-metadata-directive", "x-amz-content-sha256", "x-amz-storage-class",
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-customer-algorithm", "if-match", "if-none-match",
    ]

    /// The circumstances of a request: the socket's address, the signature, and a closed list of fields and parameters.
    init(_ request: S3Request, _ authenticated: AuthenticatedRequest, _ context: HTTPContext) throws(S3Error) {
        self.init()
        let signature = authenticated.signature
        set("aws:SourceIp", context.remoteAddress)
        set("aws:SecureTransport", context.scheme == "https" ? "true" : "false")
        set("aws:UserAgent", request.headers["user-agent"])
        set("aws:Referer", request.headers["referer"])
        let seconds = Int64(context.receivedAt)
        set("aws:CurrentTime", CalendarTime(secondsSince1970: seconds).documentText)
        set("aws:EpochTime", "\(seconds)")
        set("aws:userid", authenticated.principal.accessKey)
        if !authenticated.principal.isRoot { set("aws:username", authenticated.principal.accessKey) }
        set("aws:principaltype", authenticated.principal.isRoot ? "Account" : "User")
        set("s3:signatureversion", "AWS4-HMAC-SHA256")
        set("s3:signatureAge", "\(max(0, seconds - signature.time.seconds) * 1000)")
        set("s3:authType", signature.isPresigned ? "REST-QUERY-STRING" : "REST-HEADER")
        for name in Self.headerKeys { set("s3:\(name)", request.headers[name]) }
        if request.query.has("versionId") { set("s3:versionid", try request.query.text("versionId")) }
        switch request.operation {
        case .listObjects, .listObjectsV2, .listObjectVersions, .listMultipartUploads:
            for name in ["prefix", "delimiter", "max-keys"] {
                set("s3:\(name)", request.query.bytes(name).map { String(decoding: $0, as: UTF8.self) })
            }
        default: break
        }
        if let header = request.headers["x-amz-tagging"] { try set(requestTags: ObjectTag.parse(header: header)) }
    }

    /// The tags that a request brings.
    mutating func set(requestTags tags: [ObjectTag]) {
        self["s3:RequestObjectTagKeys"] = tags.map(\.key)
        for tag in tags { set("s3:RequestObjectTag/\(tag.key)", tag.value) }
    }

    /// The tags that the object has.
    mutating func set(existingTags tags: [ObjectTag]) {
        for tag in tags { set("s3:ExistingObjectTag/\(tag.key)", tag.value) }
    }
}
