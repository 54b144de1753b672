import BerthHTTP
import HTTPTypes
import HummingbirdCore
import S3

/// Copies objects without moving a byte.
struct CopyRoutes: Sendable {
    let engine: StorageEngine

    /// CopyObject.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    func copy(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let (bucket, key) = (try request.bucket, try request.key)
        try UnsupportedHeaders.check(request.headers)
        let replacesMetadata = try Self.replaces(request, "x-amz-metadata-directive")
        let replacesTags = try Self.replaces(request, "x-amz-tagging-directive")
        let source = try CopySourceHeader(request.headers)
        guard replacesMetadata || source.bucket != bucket || source.key != key else {
            throw S3Error(
                .invalidRequest,
                "This copy request is illegal because it is trying to copy an object to itself without changing the "
                    + "object's metadata, storage class, website redirect location or encryption attributes."
            )
        }
        let metadata = replacesMetadata ? try ObjectMetadata(request.headers) : nil
        let tags = replacesTags ? try ObjectTag.parse(header: request.headers["x-amz-tagging"] ?? "") : nil
        let precondition = try RequestConditions.precondition(request.headers)
        try await RequestPayload(authorized, body).expectNothing()
        let record = try await engine.copyObject(
            from: Self.source(source, authorized, carriesTags: !replacesTags),
            to: key,
            in: bucket,
            metadata: metadata,
            tags: tags,
            precondition: precondition
        )
        let document = XMLWriter.document("CopyObjectResult") { xml in
            xml.element("LastModified", CalendarTime(record.modified).documentText)
            xml.element("ETag", record.etag.quoted)
            for checksum in record.checksums {
                xml.element(checksum.algorithm.elementName, checksum.text)
            }
            if let first = record.checksums.first { xml.element("ChecksumType", first.kind.rawValue) }
        }
        return S3Answer.document(document)
    }

    /// The source with what must hold of it: the conditions of the request, and rights on the tags that go along.
    static func source(
        _ source: CopySourceHeader,
        _ authorized: AuthorizedRequest,
        carriesTags: Bool
    ) -> CopySource {
        let conditions = RequestConditions(authorized.request.headers, prefix: "x-amz-copy-source-")
        let (from, to) = (ARN(bucket: source.bucket, key: source.key), authorized.request.resource)
        let mayCarry =
            !carriesTags || (authorized.may("s3:GetObjectTagging", from) && authorized.may("s3:PutObjectTagging", to))
        return CopySource(bucket: source.bucket, key: source.key) { record in
            guard conditions.judge(etag: record.etag, modified: record.modified) == .proceed else {
                throw S3Error(.preconditionFailed)
            }
            guard record.tags.isEmpty || mayCarry else { throw S3Error(.accessDenied) }
        }
    }

    private static func replaces(_ request: S3Request, _ name: String) throws(S3Error) -> Bool {
        switch request.headers[name] {
        case nil, "COPY": false
        case "REPLACE": true
        case .some(let value):
            throw S3Error(
                .invalidArgument,
                "Unknown metadata directive.",
                details: ["ArgumentName": name, "ArgumentValue": value]
            )
        }
    }
}
