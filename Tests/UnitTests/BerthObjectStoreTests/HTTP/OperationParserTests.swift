import BerthHTTP
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `An operation parser` {
    private func parse(
        _ method: String,
        _ target: String,
        host: String = "127.0.0.1:9000",
        domains: [String] = [],
        headers: [(name: String, value: String)] = []
    ) throws -> S3Request {
        try OperationParser(domains: domains).parse(
            method: method,
            target: try #require(RequestTarget(target)),
            headers: RequestHeaders([(name: "host", value: host)] + headers)
        )
    }

    private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

    @Test(arguments: [
        ("GET", "/", S3Operation.listBuckets), ("PUT", "/bkt", .createBucket), ("PUT", "/bkt/", .createBucket),
        ("HEAD", "/bkt", .headBucket), ("DELETE", "/bkt", .deleteBucket), ("GET", "/bkt", .listObjects),
        ("GET", "/bkt?list-type=2&prefix=", .listObjectsV2), ("GET", "/bkt?location", .getBucketLocation),
        ("GET", "/bkt?location=", .getBucketLocation), ("GET", "/bkt?versions&prefix=a", .listObjectVersions),
        ("GET", "/bkt?uploads&prefix=a", .listMultipartUploads), ("POST", "/bkt?delete", .deleteObjects),
        ("POST", "/bkt?delete=", .deleteObjects), ("GET", "/bkt?tagging", .getBucketTagging),
        ("PUT", "/bkt?policy", .putBucketPolicy), ("GET", "/bkt/k", .getObject), ("HEAD", "/bkt/k", .headObject),
        ("PUT", "/bkt/k", .putObject), ("DELETE", "/bkt/k", .deleteObject),
        ("PUT", "/bkt/k?x-id=PutObject", .putObject),
        ("POST", "/bkt/k?uploads", .createMultipartUpload), ("PUT", "/bkt/k?partNumber=1&uploadId=u", .uploadPart),
        ("POST", "/bkt/k?uploadId=u", .completeMultipartUpload), ("GET", "/bkt/k?uploadId=u", .listParts),
        ("DELETE", "/bkt/k?uploadId=u", .abortMultipartUpload), ("GET", "/bkt/k?tagging", .getObjectTagging),
        ("GET", "/bkt/k?attributes", .getObjectAttributes), ("GET", "/bkt/k?acl", .getObjectAcl),
        ("PUT", "/bkt/k?legal-hold", .putObjectLegalHold), ("GET", "/bkt/k?versionId=null", .getObject),
    ])
    func `knows the operation`(method: String, target: String, operation: S3Operation) throws {
        #expect(try parse(method, target).operation == operation)
    }

    @Test func `tells copies by their header`() throws {
        let headers = [(name: "x-amz-copy-source", value: "/a/b")]
        #expect(try parse("PUT", "/bkt/k", headers: headers).operation == .copyObject)
        #expect(try parse("PUT", "/bkt/k?partNumber=1&uploadId=u", headers: headers).operation == .uploadPartCopy)
    }

    @Test(arguments: [
        ("GET", "/bkt?unknown", S3ErrorCode.notImplemented), ("PUT", "/bkt/k?unknown", .notImplemented),
        ("GET", "/bkt?acl&policy", .invalidArgument), ("GET", "/bkt?prefix=a&prefix=b", .invalidArgument),
        ("PUT", "/bkt/k?partNumber=1", .invalidArgument), ("PUT", "/bkt/k?partNumber=", .invalidArgument),
        ("GET", "/B_KT", .invalidBucketName), ("GET", "/bk/k", .invalidBucketName),
        ("PUT", "/minio", .invalidBucketName),
        ("GET", "/minio/admin/v3/info", .accessDenied), ("PUT", "/metrics", .invalidBucketName),
        ("GET", "/bkt/%zz", .invalidURI), ("GET", "/bkt/%FF", .invalidURI), ("GET", "/bkt/a%00", .invalidURI),
        ("PATCH", "/bkt/k", .methodNotAllowed), ("POST", "/", .methodNotAllowed), ("POST", "/bkt/k", .methodNotAllowed),
        ("GET", "/bkt/" + String(repeating: "a", count: 1025), .keyTooLongError),
        ("GET", "/bkt?list-type=1", .invalidArgument),
        ("DELETE", "/bkt?acl", .notImplemented), ("GET", "/bkt?a=%zz", .invalidURI),
    ])
    func `refuses`(method: String, target: String, code: S3ErrorCode) throws {
        let error = try #require(throws: S3Error.self) { try parse(method, target) }
        #expect(error.code == code)
    }

    @Test(arguments: [
        ("/bkt/a//b", "a//b"), ("/bkt//a", "/a"), ("/bkt/a/../b", "a/../b"), ("/bkt/..%2F..%2Fx", "../../x"),
        ("/bkt/a%252Fb", "a%2Fb"), ("/bkt/a+b", "a+b"), ("/bkt/a/", "a/"), ("/bkt/.", "."), ("//bkt", nil),
    ])
    func `decodes a key once and leaves it`(target: String, text: String?) throws {
        guard let text else {
            #expect(throws: S3Error.self) { try parse("GET", target) }
            return
        }
        let bucket = try #require(BucketName("bkt"))
        #expect(try parse("GET", target).subject == .object(bucket, key(text)))
    }

    @Test func `reads the bucket from the host where it may`() throws {
        let bucket = try #require(BucketName("my.bkt"))
        let domains = ["S3.example.com"]
        let host = "my.bkt.s3.Example.com:9000"
        #expect(try parse("GET", "/a/b", host: host, domains: domains).subject == .object(bucket, key("a/b")))
        #expect(try parse("GET", "/", host: host, domains: domains).subject == .bucket(bucket))
        #expect(
            try parse("GET", "/my.bkt/a", host: "s3.example.com", domains: domains).subject == .object(bucket, key("a"))
        )
        #expect(try parse("GET", "/my.bkt/a", host: host).subject == .object(bucket, key("a")))
        #expect(throws: S3Error.self) { try parse("GET", "/a", host: "..s3.example.com", domains: domains) }
    }

    @Test func `refuses a field of the protocol that comes twice`() throws {
        let headers = [(name: "x-amz-copy-source", value: "/a/b"), (name: "x-amz-copy-source", value: "/c/d")]
        #expect(throws: S3Error.self) { try parse("PUT", "/bkt/k", headers: headers) }
    }

    @Test(arguments: [
        ("/bkt/k", "k"), ("bkt/k", "k"), ("bkt/a%2Fb%20c", "a/b c"), ("bkt/a+b", "a+b"), ("bkt/k?versionId=null", "k"),
        ("bkt//k", "/k"),
    ])
    func `reads the source of a copy`(text: String, name: String) throws {
        #expect(try CopySourceHeader(text).key == key(name))
    }

    @Test(arguments: [
        "", "/", "bkt", "bkt/", "//k", "bkt/%zz", "bkt/k?versionId=1", "bkt/k?x", "minio/k", "../k", "b/k",
    ])
    func `refuses a source that names no object`(text: String) {
        #expect(throws: S3Error.self) { try CopySourceHeader(text) }
    }

    @Test func `asks for the rights of each operation`() throws {
        func rights(
            _ method: String,
            _ target: String,
            _ headers: [(name: String, value: String)] = []
        ) throws -> [String] {
            try RequiredPermissions.of(try parse(method, target, headers: headers)).map { right in
                "\(right.action) \(String(decoding: right.resource.resource, as: UTF8.self))"
            }
        }
        #expect(try rights("GET", "/") == [])
        #expect(try rights("HEAD", "/bkt") == ["s3:ListBucket bkt"])
        #expect(try rights("GET", "/bkt?uploads") == ["s3:ListBucketMultipartUploads bkt"])
        #expect(try rights("HEAD", "/bkt/k") == ["s3:GetObject bkt/k"])
        #expect(try rights("GET", "/bkt/k?versionId=null") == ["s3:GetObjectVersion bkt/k"])
        #expect(try rights("GET", "/bkt/k?versionId=null&tagging") == ["s3:GetObjectVersionTagging bkt/k"])
        #expect(try rights("DELETE", "/bkt/k?versionId=null") == ["s3:DeleteObjectVersion bkt/k"])
        #expect(try rights("PUT", "/bkt/a//b") == ["s3:PutObject bkt/a//b"])
        #expect(
            try rights("PUT", "/bkt/k", [("x-amz-tagging", "a=b")]) == [
                "s3:PutObject bkt/k", "s3:PutObjectTagging bkt/k",
            ]
        )
        #expect(try rights("GET", "/bkt/k?attributes") == ["s3:GetObject bkt/k", "s3:GetObjectAttributes bkt/k"])
        let copy = [(name: "x-amz-copy-source", value: "src/a%2Fb")]
        #expect(try rights("PUT", "/bkt/k", copy) == ["s3:GetObject src/a/b", "s3:PutObject bkt/k"])
        #expect(
            try rights("PUT", "/bkt/k?partNumber=1&uploadId=u", copy) == ["s3:GetObject src/a/b", "s3:PutObject bkt/k"]
        )
        #expect(try rights("GET", "/bkt/k?uploadId=u") == ["s3:ListMultipartUploadParts bkt/k"])
        #expect(try rights("DELETE", "/bkt?tagging") == ["s3:PutBucketTagging bkt"])
    }
}

@Suite struct `Conditions of a request` {
    private static let tag = ETag(md5: [UInt8](repeating: 1, count: 16))
    private static let date = CalendarTime(httpText: "Fri, 24 May 2013 00:00:00 GMT")
    private static let before = "Thu, 23 May 2013 00:00:00 GMT"
    private static let same = "Fri, 24 May 2013 00:00:00 GMT"
    private static let after = "Sat, 25 May 2013 00:00:00 GMT"
    private static let quoted = tag.quoted

    @Test(
        arguments: [
            ([], RequestConditions.Verdict.proceed), ([("if-match", "*")], .proceed),
            ([("if-match", quoted)], .proceed), ([("if-match", "W/\(quoted)")], .failed),
            ([("if-none-match", "W/\(quoted)")], .notModified),
            ([("if-match", "\"a\", \(quoted)")], .proceed), ([("if-match", "\"a\"")], .failed),
            ([("if-none-match", "*")], .notModified), ([("if-none-match", quoted)], .notModified),
            ([("if-none-match", "\"a\"")], .proceed), ([("if-modified-since", before)], .proceed),
            ([("if-modified-since", same)], .notModified), ([("if-modified-since", after)], .notModified),
            ([("if-unmodified-since", before)], .failed), ([("if-unmodified-since", same)], .proceed),
            ([("if-match", quoted), ("if-unmodified-since", before)], .proceed),
            ([("if-none-match", "\"a\""), ("if-modified-since", after)], .proceed),
            ([("if-none-match", quoted), ("if-modified-since", before)], .notModified),
            ([("if-modified-since", "nonsense")], .proceed),
        ] as [([(String, String)], RequestConditions.Verdict)]
    )
    func `are judged in the order of HTTP`(
        fields: [(String, String)],
        verdict: RequestConditions.Verdict
    ) throws {
        let headers = RequestHeaders(fields.map { (name: $0.0, value: $0.1) })
        let date = try #require(Self.date).date
        #expect(RequestConditions(headers).judge(etag: Self.tag, modified: date) == verdict)
        let copy = RequestHeaders(fields.map { (name: "x-amz-copy-source-\($0.0)", value: $0.1) })
        let conditions = RequestConditions(copy, prefix: "x-amz-copy-source-")
        #expect(conditions.judge(etag: Self.tag, modified: date) == verdict)
    }

    @Test func `on changes are a match, or that nothing is there`() throws {
        let any = try RequestConditions.precondition(RequestHeaders([(name: "if-none-match", value: "*")]))
        #expect(any.ifNoneMatch == .any)
        #expect(throws: S3Error.self) {
            try RequestConditions.precondition(RequestHeaders([(name: "if-none-match", value: "\"a\"")]))
        }
    }
}
