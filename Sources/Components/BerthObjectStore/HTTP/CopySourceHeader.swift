import S3

/// The source of a copy, as `x-amz-copy-source` names it: `/bucket/key`, percent-encoded once.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
struct CopySourceHeader: Hashable, Sendable {
    let bucket: BucketName
    let key: ObjectKey
    /// Whether a version was named; only `null` is there.
    let hasVersion: Bool

    init(_ headers: RequestHeaders) throws(S3Error) {
        try self.init(headers["x-amz-copy-source"] ?? "")
    }

    init(_ text: String) throws(S3Error) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let source = parts.first, var bytes = PercentEncoding.decode(source) else { throw Self.invalid }
        if parts.count == 2 {
            guard parts[1].hasPrefix("versionId=") else { throw Self.invalid }
            guard parts[1].dropFirst("versionId=".count) == "null" else { throw S3Error(.noSuchVersion) }
        }
        hasVersion = parts.count == 2
        if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
            let bucket = BucketName(String(decoding: bytes[..<slash], as: UTF8.self)), !bucket.isReserved,
            let key = ObjectKey(Array(bytes[(slash + 1)...]))
        else { throw Self.invalid }
        self.bucket = bucket
        self.key = key
    }

    private static var invalid: S3Error {
        S3Error(
            .invalidArgument,
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            details: ["ArgumentName": "x-amz-copy-source"]
        )
    }
}
