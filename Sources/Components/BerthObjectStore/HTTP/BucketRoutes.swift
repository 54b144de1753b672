import HTTPTypes
import HummingbirdCore
import S3

/// Makes, shows and deletes buckets.
struct BucketRoutes: Sendable {
    let engine: StorageEngine
    let region: String

    /// ListBuckets.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
    ///
    /// Without `s3:ListAllMyBuckets` the list has the buckets that the sender may look into.
    func list(_ authorized: AuthorizedRequest) async throws -> Response {
        var buckets = try await engine.buckets()
        if !authorized.may(S3Operation.listBuckets.action, .all) {
            buckets = buckets.filter { bucket in
                let resource = ARN(bucket: bucket.name)
                return authorized.may("s3:ListBucket", resource) || authorized.may("s3:GetBucketLocation", resource)
            }
            guard !buckets.isEmpty else { throw S3Error(.accessDenied) }
        }
        let query = authorized.request.query
        let prefix = try query.text("prefix") ?? ""
        let limit = min(try query.number("max-buckets") ?? 10_000, 10_000)
        let token = try query.text("continuation-token") ?? ""
        var page = buckets.filter { $0.name.text.hasPrefix(prefix) && $0.name.text > token }
        let isTruncated = page.count > limit
        page = Array(page.prefix(limit))
        let document = XMLWriter.document("ListAllMyBucketsResult") { xml in
            S3Answer.writeOwner(to: &xml)
            xml.element("Buckets") { xml in
                for bucket in page {
                    xml.element("Bucket") { xml in
                        xml.element("Name", bucket.name.text)
                        xml.element("CreationDate", CalendarTime(bucket.created).documentText)
                    }
                }
            }
            if !prefix.isEmpty { xml.element("Prefix", prefix) }
            if isTruncated, let last = page.last { xml.element("ContinuationToken", last.name.text) }
        }
        return S3Answer.document(document)
    }

    /// CreateBucket.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    func create(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let bucket = try request.bucket
        try UnsupportedHeaders.check(request.headers)
        let bytes = try await RequestPayload(authorized, body).collect(limit: 64 * 1024)
        let location = try Self.location(bytes)
        try authorized.require(S3Operation.createBucket.action, request.resource) { context in
            context.set("s3:LocationConstraint", location)
        }
        _ = try await engine.createBucket(bucket)
        var headers: HTTPFields = [:]
        headers[.location] = "/\(bucket)"
        return S3Answer.empty(headers: headers)
    }

    /// HeadBucket.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    func head(_ authorized: AuthorizedRequest) async throws -> Response {
        _ = try await engine.bucket(try authorized.request.bucket)
        var headers: HTTPFields = [:]
        headers.set("x-amz-bucket-region", region)
        headers.set("x-amz-access-point-alias", "false")
        return S3Answer.empty(headers: headers)
    }

    /// DeleteBucket.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
    func delete(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        try await RequestPayload(authorized, body).expectNothing()
        try await engine.deleteBucket(try authorized.request.bucket)
        return S3Answer.empty(.noContent)
    }

    /// GetBucketLocation.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    func location(_ authorized: AuthorizedRequest) async throws -> Response {
        _ = try await engine.bucket(try authorized.request.bucket)
        let document = XMLWriter.document("LocationConstraint") { xml in
            xml.text(region == "us-east-1" ? "" : region)
        }
        return S3Answer.document(document)
    }

    /// The region that a request asks for; any region is taken, since there is only one.
    private static func location(_ bytes: [UInt8]) throws(S3Error) -> String? {
        guard !bytes.isEmpty else { return nil }
        guard let root = try? XMLElement(parsing: bytes, sizeLimit: 64 * 1024, depthLimit: 5),
            root.name == "CreateBucketConfiguration"
        else { throw S3Error(.malformedXML) }
        guard let location = root["LocationConstraint"], !location.isEmpty else { return nil }
        guard location.utf8.count <= 64,
            location.utf8.allSatisfy({ Hex.isDecimal($0) || $0 == 0x2D || (0x61...0x7A).contains($0 | 0x20) })
        else { throw S3Error(.invalidLocationConstraint) }
        return location
    }
}
