import BerthHTTP
import HTTPTypes
import HummingbirdCore
import S3

/// The steps of a multipart upload.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
struct MultipartRoutes: Sendable {
    let engine: StorageEngine
    /// The largest part.
    let sizeLimit: Int64

    private static let completionByteLimit = 8 << 20

    /// CreateMultipartUpload.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
    func create(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let (bucket, key) = (try request.bucket, try request.key)
        try UnsupportedHeaders.check(request.headers)
        let metadata = try ObjectMetadata(request.headers)
        let tags = try ObjectTag.parse(header: request.headers["x-amz-tagging"] ?? "")
        let (algorithm, kind) = try Self.checksumChoice(request.headers)
        try await RequestPayload(authorized, body).expectNothing()
        let upload = try await engine.createUpload(
            key,
            in: bucket,
            metadata: metadata,
            tags: tags,
            checksumAlgorithm: algorithm,
            checksumKind: kind,
            initiator: authorized.principal.accessKey
        )
        var headers: HTTPFields = [:]
        if let algorithm { headers.set("x-amz-checksum-algorithm", algorithm.rawValue) }
        if let kind { headers.set("x-amz-checksum-type", kind.rawValue) }
        let document = XMLWriter.document("InitiateMultipartUploadResult") { xml in
            xml.element("Bucket", bucket.text)
            xml.element("Key", bytes: key.bytes)
            xml.element("UploadId", upload.id)
        }
        return S3Answer.document(document, headers: headers)
    }

    /// UploadPart.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
    func putPart(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let number = try Self.partNumber(request)
        try UnsupportedHeaders.check(request.headers)
        let payload = try RequestPayload(authorized, body)
        let upload = try await upload(authorized)
        if let wanted = upload.checksumAlgorithm, let claimed = payload.claims.claimedAlgorithm, wanted != claimed {
            throw S3Error(
                .invalidRequest,
                "Checksum Type mismatch occurred, expected checksum Type: \(wanted.rawValue.lowercased()), "
                    + "actual checksum Type: \(claimed.rawValue.lowercased())"
            )
        }
        let (content, checksums) = try await payload.stage(
            in: engine,
            limit: sizeLimit,
            md5: ObjectRoutes.wantsMD5(request, payload),
            also: upload.checksumAlgorithm.map { [$0] } ?? []
        )
        let part: PartRecord
        do {
            part = try await engine.putPart(
                number,
                of: upload.id,
                key: try request.key,
                in: try request.bucket,
                content: content,
                checksums: checksums
            )
        } catch {
            await content.discard()
            throw error
        }
        var headers: HTTPFields = [.eTag: part.etag.quoted]
        for checksum in part.checksums { headers.set(checksum.algorithm.headerName, checksum.text) }
        return S3Answer.empty(headers: headers)
    }

    /// UploadPartCopy.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
    func copyPart(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let number = try Self.partNumber(request)
        try UnsupportedHeaders.check(request.headers)
        let source = try CopySourceHeader(request.headers)
        let range = try request.headers["x-amz-copy-source-range"].map(Self.copyRange)
        try await RequestPayload(authorized, body).expectNothing()
        let upload = try await upload(authorized)
        let part = try await engine.copyPart(
            number,
            of: upload.id,
            key: try request.key,
            in: try request.bucket,
            from: CopyRoutes.source(source, authorized, carriesTags: false),
            range: range
        )
        let document = XMLWriter.document("CopyPartResult") { xml in
            xml.element("LastModified", CalendarTime(part.modified).documentText)
            xml.element("ETag", part.etag.quoted)
            for checksum in part.checksums { xml.element(checksum.algorithm.elementName, checksum.text) }
        }
        return S3Answer.document(document)
    }

    /// CompleteMultipartUpload.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
    func complete(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let (bucket, key) = (try request.bucket, try request.key)
        let precondition = try RequestConditions.precondition(request.headers)
        let claimed = try Self.objectChecksum(request.headers)
        let size = try request.headers["x-amz-mp-object-size"].map { (text) throws(S3Error) in
            guard text.utf8.allSatisfy(Hex.isDecimal), let size = Int64(text) else {
                throw S3Error(.invalidArgument, details: ["ArgumentName": "x-amz-mp-object-size"])
            }
            return size
        }
        let id = try Self.uploadID(request)
        // A finished upload may be asked for again: then only the engine knows it.
        if let known = try? await engine.upload(id, of: key, in: bucket) { try Self.check(known, authorized) }
        let payload = try RequestPayload(authorized, body, allowsObjectChecksum: true)
        let parts = try Self.parts(try await payload.collect(limit: Self.completionByteLimit))
        let record = try await engine.completeUpload(
            id,
            key: key,
            in: bucket,
            parts: parts,
            expectedSize: size,
            checksum: claimed,
            precondition: precondition
        )
        let scheme = authorized.http.scheme
        let host = request.headers["host"] ?? ""
        let document = XMLWriter.document("CompleteMultipartUploadResult") { xml in
            xml.element("Location", "\(scheme)://\(host)/\(bucket)/\(key.percentEncoded)")
            xml.element("Bucket", bucket.text)
            xml.element("Key", bytes: key.bytes)
            xml.element("ETag", record.etag.quoted)
            for checksum in record.checksums { xml.element(checksum.algorithm.elementName, checksum.text) }
            if let first = record.checksums.first { xml.element("ChecksumType", first.kind.rawValue) }
        }
        return S3Answer.document(document)
    }

    /// AbortMultipartUpload.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
    func abort(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        try await RequestPayload(authorized, body).expectNothing()
        let upload = try await upload(authorized)
        try await engine.abortUpload(upload.id, key: try request.key, in: try request.bucket)
        return S3Answer.empty(.noContent)
    }

    /// ListParts.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
    func list(_ authorized: AuthorizedRequest) async throws -> Response {
        let request = authorized.request
        let (bucket, key) = (try request.bucket, try request.key)
        let limit = min(try request.query.number("max-parts") ?? 1000, 1000)
        let marker = try request.query.number("part-number-marker") ?? 0
        let upload = try await upload(authorized)
        let page = try await engine.parts(of: upload.id, key: key, in: bucket, after: marker, limit: limit)
        let encoding = try ListEncoding(request.query, keys: [key.bytes])
        let document = XMLWriter.document("ListPartsResult") { xml in
            xml.element("Bucket", bucket.text)
            encoding.write("Key", key.bytes, to: &xml)
            xml.element("UploadId", upload.id)
            S3Answer.writeOwner("Initiator", to: &xml)
            S3Answer.writeOwner(to: &xml)
            xml.element("StorageClass", "STANDARD")
            xml.element("PartNumberMarker", marker)
            xml.element("NextPartNumberMarker", page.parts.last?.number ?? marker)
            xml.element("MaxParts", limit)
            xml.element("IsTruncated", page.isTruncated)
            encoding.writeName(to: &xml)
            if let algorithm = upload.checksumAlgorithm { xml.element("ChecksumAlgorithm", algorithm.rawValue) }
            if let kind = upload.checksumKind { xml.element("ChecksumType", kind.rawValue) }
            for part in page.parts {
                xml.element("Part") { xml in
                    xml.element("PartNumber", part.number)
                    xml.element("LastModified", CalendarTime(part.modified).documentText)
                    xml.element("ETag", part.etag.quoted)
                    xml.element("Size", part.size)
                    for checksum in part.checksums { xml.element(checksum.algorithm.elementName, checksum.text) }
                }
            }
        }
        return S3Answer.document(document)
    }

    /// The upload that the request names: of this bucket and key, and begun by the sender.
    private func upload(_ authorized: AuthorizedRequest) async throws -> UploadRecord {
        let request = authorized.request
        let id = try Self.uploadID(request)
        let upload = try await engine.upload(id, of: try request.key, in: try request.bucket)
        try Self.check(upload, authorized)
        return upload
    }

    private static func check(_ upload: UploadRecord, _ authorized: AuthorizedRequest) throws(S3Error) {
        guard authorized.principal.isRoot || upload.initiator == authorized.principal.accessKey else {
            throw S3Error(.noSuchUpload)
        }
    }

    private static func uploadID(_ request: S3Request) throws(S3Error) -> String {
        guard let id = try request.query.text("uploadId"), !id.isEmpty, id.utf8.count <= 256 else {
            throw S3Error(.noSuchUpload)
        }
        return id
    }

    private static func partNumber(_ request: S3Request) throws(S3Error) -> Int {
        guard let number = try request.query.number("partNumber"), (1...10_000).contains(number) else {
            throw S3Error(
                .invalidArgument,
                "Part number must be an integer between 1 and 10000, inclusive",
                details: ["ArgumentName": "partNumber"]
            )
        }
        return number
    }

    private static func copyRange(_ text: String) throws(S3Error) -> Range<Int64> {
        let numbers = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard text.hasPrefix("bytes="), numbers.count == 2,
            numbers.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 15 && $0.utf8.allSatisfy(Hex.isDecimal) }),
            let first = Int64(numbers[0]), let last = Int64(numbers[1]), first <= last
        else {
            throw S3Error(
                .invalidArgument,
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                    + "zero-based offsets of the first and last bytes to copy",
                details: ["ArgumentName": "x-amz-copy-source-range", "ArgumentValue": text]
            )
        }
        return first..<(last + 1)
    }

    /// The algorithm and type of checksum that an upload is begun with.
    private static func checksumChoice(
        _ headers: RequestHeaders
    ) throws(S3Error) -> (ChecksumAlgorithm?, ChecksumKind?) {
        guard let name = headers["x-amz-checksum-algorithm"] else {
            guard headers["x-amz-checksum-type"] == nil else {
                throw S3Error(
                    .invalidRequest,
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
                )
            }
            return (nil, nil)
        }
        guard let algorithm = ChecksumAlgorithm(name: name) else {
            throw S3Error(
                .invalidRequest,
                "Checksum algorithm provided is unsupported. Please try again with any of the valid "
                    + "types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
            )
        }
        guard let type = headers["x-amz-checksum-type"] else { return (algorithm, algorithm.defaultMultipartKind) }
        guard let kind = ChecksumKind(rawValue: type.uppercased()) else {
            throw S3Error(.invalidRequest, "Value for x-amz-checksum-type header is invalid.")
        }
        guard algorithm.allows(kind) else {
            throw S3Error(
                .invalidRequest,
                "The \(kind.rawValue) checksum type cannot be used with the \(algorithm.rawValue.lowercased()) "
                    + "checksum algorithm."
            )
        }
        return (algorithm, kind)
    }

    /// The checksum of the whole object that the completing request claims.
    private static func objectChecksum(_ headers: RequestHeaders) throws(S3Error) -> Checksum? {
        var found: Checksum?
        for algorithm in ChecksumAlgorithm.allCases {
            guard let text = headers[algorithm.headerName] else { continue }
            guard found == nil else { throw S3Error(.invalidRequest, "Expecting a single x-amz-checksum- header") }
            guard let checksum = Checksum(algorithm, text: text) else {
                throw S3Error(.invalidRequest, "Value for \(algorithm.headerName) header is invalid.")
            }
            found = checksum
        }
        return found
    }

    /// The parts that a `CompleteMultipartUpload` document lists.
    private static func parts(_ bytes: [UInt8]) throws(S3Error) -> [CompletedPart] {
        guard let root = try? XMLElement(parsing: bytes, sizeLimit: completionByteLimit, depthLimit: 4),
            root.name == "CompleteMultipartUpload"
        else { throw S3Error(.malformedXML) }
        let elements = root.all("Part")
        guard (1...10_000).contains(elements.count) else { throw S3Error(.malformedXML) }
        return try elements.map { (element) throws(S3Error) in
            guard let text = element.only("PartNumber")?.text, text.utf8.allSatisfy(Hex.isDecimal),
                let number = Int(text), let tag = element.only("ETag")?.text
            else { throw S3Error(.malformedXML) }
            guard (1...10_000).contains(number), let etag = ETag(tag) else { throw S3Error(.invalidPart) }
            var checksums: [Checksum] = []
            for algorithm in ChecksumAlgorithm.allCases {
                guard let text = element[algorithm.elementName] else { continue }
                guard let checksum = Checksum(algorithm, text: text) else { throw S3Error(.invalidPart) }
                checksums.append(checksum)
            }
            return CompletedPart(number: number, etag: etag, checksums: checksums)
        }
    }
}
