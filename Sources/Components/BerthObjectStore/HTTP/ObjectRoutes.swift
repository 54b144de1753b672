import BerthHTTP
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import S3

/// Reads, writes and deletes one object.
struct ObjectRoutes: Sendable {
    let engine: StorageEngine
    /// The largest object in one request.
    let sizeLimit: Int64

    /// Up to this many bytes leave in one write with the head.
    private static let smallBodyLimit: Int64 = 64 * 1024

    /// How often a read begins again when the object is replaced between look-up and opening.
    private static let attemptLimit = 8

    /// GetObject.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    func get(_ authorized: AuthorizedRequest) async throws -> Response {
        for _ in 1..<Self.attemptLimit {
            do {
                return try await getOnce(authorized)
            } catch StoreError.noSuchKey {
                continue
            }
        }
        return try await getOnce(authorized)
    }

    /// HeadObject.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    func head(_ authorized: AuthorizedRequest) async throws -> Response {
        let record = try await record(authorized)
        if let early = try early(authorized.request, record) { return early }
        let selection = try ObjectSelection(authorized.request, record)
        let (status, fields, length) = try describe(record, selection, authorized.request)
        var headers = fields
        headers[.contentLength] = "\(length)"
        return Response(status: status, headers: headers)
    }

    /// PutObject.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    func put(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let (bucket, key) = (try request.bucket, try request.key)
        try UnsupportedHeaders.check(request.headers)
        let metadata = try ObjectMetadata(request.headers)
        let tags = try request.headers["x-amz-tagging"].map { (text) throws(S3Error) in
            try ObjectTag.parse(header: text)
        }
        let precondition = try RequestConditions.precondition(request.headers)
        let payload = try RequestPayload(authorized, body)
        _ = try await engine.bucket(bucket)
        let (content, checksums) = try await payload.stage(
            in: engine,
            limit: sizeLimit,
            md5: Self.wantsMD5(request, payload)
        )
        let record: ObjectRecord
        do {
            record = try await engine.putObject(
                key,
                in: bucket,
                content: content,
                metadata: metadata,
                tags: tags ?? [],
                checksums: checksums,
                precondition: precondition
            )
        } catch {
            await content.discard()
            throw error
        }
        var headers: HTTPFields = [.eTag: record.etag.quoted]
        headers.set(record.checksums)
        return S3Answer.empty(headers: headers)
    }

    /// DeleteObject.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
    func delete(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        try await RequestPayload(authorized, body).expectNothing()
        try UnsupportedHeaders.check(request.headers)
        let hasVersion = try VersionParameter.check(request.query)
        try await engine.deleteObject(
            request.key,
            in: request.bucket,
            precondition: try RequestConditions.precondition(request.headers)
        )
        var headers: HTTPFields = [:]
        if hasVersion { headers.set("x-amz-version-id", "null") }
        return S3Answer.empty(.noContent, headers: headers)
    }

    /// Whether the MD5 of a body is wanted: not where the client proves the body better and says so.
    static func wantsMD5(_ request: S3Request, _ payload: RequestPayload) -> Bool {
        request.headers["x-berth-etag"] != "checksum" || payload.claims.claimedAlgorithm == nil
    }

    private func record(_ authorized: AuthorizedRequest) async throws -> ObjectRecord {
        try VersionParameter.check(authorized.request.query)
        return try await engine.object(try authorized.request.key, in: try authorized.request.bucket)
    }

    private func getOnce(_ authorized: AuthorizedRequest) async throws -> Response {
        let record = try await record(authorized)
        if let early = try early(authorized.request, record) { return early }
        let selection = try ObjectSelection(authorized.request, record)
        let (status, headers, length) = try describe(record, selection, authorized.request)
        guard length > 0 else { return Response(status: status, headers: headers) }
        let reader = try await engine.reader(of: record, range: selection.range)
        let context = authorized.http
        if length > Self.smallBodyLimit, let (file, range) = reader.verifiedFile {
            return try Response.file(file, range: range, status: status, headers: headers, context: context)
        }
        // The first bytes are verified before the head leaves, so that damage is a 500 wherever it can be.
        let first = try await reader.next()
        if case .bytes(let buffer) = first, Int64(buffer.readableBytes) == length {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
        }
        let body = ResponseBody(contentLength: Int(length)) { writer in
            var segment = first
            while let next = segment {
                switch next {
                case .bytes(let buffer): try await writer.write(buffer)
                case .file(let file, let range): try await context.send(file, range: range)
                }
                segment = try await reader.next()
            }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// The answer that the conditions give without the object, if they do.
    private func early(_ request: S3Request, _ record: ObjectRecord) throws -> Response? {
        switch RequestConditions(request.headers).judge(etag: record.etag, modified: record.modified) {
        case .proceed: return nil
        case .failed: throw S3Error(.preconditionFailed)
        case .notModified:
            var headers: HTTPFields = [.eTag: record.etag.quoted, .lastModified: Self.date(record)]
            if let control = record.metadata.header("cache-control") { headers[.cacheControl] = control }
            return Response(status: .notModified, headers: headers)
        }
    }

    /// Status, header fields and length of an answer with these bytes.
    private func describe(
        _ record: ObjectRecord,
        _ selection: ObjectSelection,
        _ request: S3Request
    ) throws(S3Error) -> (HTTPResponse.Status, HTTPFields, Int64) {
        var headers: HTTPFields = [
            .eTag: record.etag.quoted, .lastModified: Self.date(record), .acceptRanges: "bytes",
            .xContentTypeOptions: "nosniff",
        ]
        record.metadata.add(to: &headers)
        if !record.tags.isEmpty { headers.set("x-amz-tagging-count", "\(record.tags.count)") }
        if let count = selection.partCount { headers.set("x-amz-mp-parts-count", "\(count)") }
        if request.headers["x-amz-checksum-mode"]?.uppercased() == "ENABLED" { headers.set(selection.checksums) }
        if request.query.has("versionId") { headers.set("x-amz-version-id", "null") }
        try override(&headers, request)
        guard let range = selection.range else { return (.ok, headers, record.size) }
        headers[.contentRange] = ByteRange.contentRange(range, of: record.size)
        return (.partialContent, headers, Int64(range.count))
    }

    private static let overrides = [
        "response-content-type": "content-type", "response-content-language": "content-language",
        "response-expires": "expires", "response-cache-control": "cache-control",
        "response-content-disposition": "content-disposition", "response-content-encoding": "content-encoding",
    ]

    /// Header fields that the signed query asks for.
    private func override(_ headers: inout HTTPFields, _ request: S3Request) throws(S3Error) {
        for (parameter, name) in Self.overrides {
            if let value = try request.query.text(parameter) { headers.set(name, value) }
        }
    }

    private static func date(_ record: ObjectRecord) -> String { HTTPDate.text(of: record.modified) }
}

extension HTTPDate {
    /// IMF-fixdate of the second in which `date` lies.
    static func text(of date: Date) -> String { text(of: Int64(date.timeIntervalSince1970.rounded(.down))) }
}
