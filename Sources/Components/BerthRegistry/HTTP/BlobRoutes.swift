import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import OCI

/// The blobs of a repository, at `/v2/<name>/blobs/<digest>`.
struct BlobRoutes: Sendable {
    let contents: RegistryContents

    func respond(_ call: RegistryCall, _ name: RepositoryName, _ text: String) async throws -> Response {
        switch call.method {
        case .get: return try await get(call, try await PullContext(call.sender, name), text)
        case .head: return try await head(call, try await PullContext(call.sender, name), text)
        case .delete:
            let delete = try await DeleteContext(call.sender, name)
            try call.requireDeletes()
            let digest = try RegistryCall.digest(text)
            guard try await contents.blobs.remove(digest, from: delete.repository) else {
                throw RegistryError.blobUnknown(digest)
            }
            return RegistryCall.empty(.accepted, [.dockerContentDigest: digest.text])
        default: throw RegistryError.methodUnsupported
        }
    }

    /// Blobs are anybody's bytes: never of a type that a browser would show (reliability R14).
    private func headers(_ digest: Digest) -> HTTPFields {
        [
            .contentType: MediaType.octetStream.text,
            .dockerContentDigest: digest.text,
            .eTag: "\"\(digest)\"",
            .acceptRanges: "bytes",
            .contentTypeOptions: "nosniff",
        ]
    }

    private func head(_ call: RegistryCall, _ pull: PullContext, _ text: String) async throws -> Response {
        let digest = try RegistryCall.digest(text)
        guard let size = try await contents.blobs.size(of: digest, in: pull.repository) else {
            throw RegistryError.blobUnknown(digest)
        }
        if call.hasCurrent(digest) { return RegistryCall.empty(.notModified, headers(digest)) }
        var headers = headers(digest)
        headers[.contentLength] = "\(size)"
        return Response(status: .ok, headers: headers)
    }

    private func get(_ call: RegistryCall, _ pull: PullContext, _ text: String) async throws -> Response {
        let digest = try RegistryCall.digest(text)
        if call.configuration.redirectsBlobs, let response = try await redirect(call, pull, digest) { return response }
        let range = rangeField(call, digest)
        let choose: ((Int64) throws -> Range<Int64>?)? = range.map { field in
            { size in try Self.choose(field, size) }
        }
        if call.request.headers[.ifNoneMatch] != nil,
            try await contents.blobs.size(of: digest, in: pull.repository) != nil, call.hasCurrent(digest)
        {
            return RegistryCall.empty(.notModified, headers(digest))
        }
        guard let opened = try await contents.blobs.open(digest, in: pull.repository, range: choose) else {
            throw RegistryError.blobUnknown(digest)
        }
        var headers = headers(digest)
        if let range = opened.range { headers[.contentRange] = ByteRange.contentRange(range, of: opened.size) }
        return try Self.response(
            opened.body,
            status: opened.range == nil ? .ok : .partialContent,
            headers,
            call.sender.http
        )
    }

    /// `Range`, unless `If-Range` names something else.
    private func rangeField(_ call: RegistryCall, _ digest: Digest) -> String? {
        if let condition = call.request.headers[.ifRange], condition != "\"\(digest)\"" { return nil }
        return call.request.headers[.range]
    }

    /// The part that a `Range` names; a range that ends before it begins cannot be satisfied.
    private static func choose(_ field: String, _ size: Int64) throws -> Range<Int64>? {
        switch ByteRange(field, length: size) {
        case .satisfiable(let range): return range
        case .unsatisfiable: throw RegistryError.rangeNotSatisfiable(length: size)
        case .ignored:
            if field.lowercased().hasPrefix("bytes="), let range = try? reversed(field.dropFirst(6)), range {
                throw RegistryError.rangeNotSatisfiable(length: size)
            }
            return nil
        }
    }

    private static func reversed(_ text: Substring) throws -> Bool {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false)
        guard numbers.count == 2, let first = UInt64(numbers[0]), let last = UInt64(numbers[1]) else { return false }
        return first > last
    }

    private func redirect(_ call: RegistryCall, _ pull: PullContext, _ digest: Digest) async throws -> Response? {
        let expires = min(call.configuration.redirectDuration, .seconds(3600))
        let url = try await contents.blobs.presignedURL(of: digest, in: pull.repository, expires: expires)
        guard let url else { return nil }
        var headers = headers(digest)
        headers[.contentType] = nil
        headers[.location] = url
        headers[.cacheControl] = "no-store"
        return RegistryCall.empty(.temporaryRedirect, headers)
    }

    private static func response(
        _ body: ReadableBody,
        status: HTTPResponse.Status,
        _ headers: HTTPFields,
        _ http: HTTPContext
    ) throws -> Response {
        switch body {
        case .bytes(let bytes):
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
        case .file(let file, let range):
            return try Response.file(file, range: range, status: status, headers: headers, context: http)
        case .stream(let stream, let length):
            guard let count = Int(exactly: length) else { throw StorageError.failed("impossible length") }
            let logger = http.logger
            return Response(
                status: status,
                headers: headers,
                body: ResponseBody(contentLength: count) { writer in
                    do {
                        for try await bytes in stream { try await writer.write(bytes) }
                    } catch let error as StorageError {
                        logger.error("blob broken off", metadata: ["error": "\(error)"])
                        throw error
                    }
                    try await writer.finish(nil)
                }
            )
        }
    }
}
