import AsyncHTTPClient
import Crypto
package import NIOCore
import NIOHTTP1
package import S3

/// When a write may happen.
package enum S3WriteCondition: Sendable {
    case none
    /// `If-None-Match: *`
    case ifAbsent
    /// `If-Match`
    case ifMatch(ETag)
}

/// The head of an object.
package struct S3Object: Sendable {
    /// Size of the whole object in bytes.
    package let size: Int64
    package let entityTag: String
    /// `Last-Modified`, as sent.
    package let lastModified: String?
}

extension S3Client {
    /// GET: the head of the object and the bytes of `range` (all when nil); nil when there is no such object.
    ///
    /// The sequence throws when the connection breaks before its end.
    package func getObject(
        bucket: BucketName,
        key: ObjectKey,
        range: Range<Int64>? = nil
    ) async throws -> (object: S3Object, length: Int64, body: any AsyncSequence<ByteBuffer, any Error> & Sendable)? {
        var request = S3Request(method: "GET", bucket: bucket, key: key)
        if let range { request.headers.append(("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
        do {
            let response = try await send(request)
            let head = try Self.object(of: response)
            return (head.object, head.length, response.body)
        } catch let error as S3ClientError where error.isNotFound {
            return nil
        }
    }

    /// HEAD; nil when there is no such object.
    package func headObject(bucket: BucketName, key: ObjectKey) async throws -> S3Object? {
        do {
            return try Self.object(of: try await send(S3Request(method: "HEAD", bucket: bucket, key: key))).object
        } catch let error as S3ClientError where error.isNotFound {
            return nil
        }
    }

    /// PUT of a whole object from memory; the entity tag it got.
    package func putObject(
        bucket: BucketName,
        key: ObjectKey,
        body: [ByteBuffer],
        contentType: String = "application/octet-stream",
        condition: S3WriteCondition = .none
    ) async throws -> String {
        var request = S3Request(method: "PUT", bucket: bucket, key: key)
        request.headers = [("content-type", contentType)] + checksumHeaders(of: body, isPart: false)
        switch condition {
        case .none: break
        case .ifAbsent: request.headers.append(("if-none-match", "*"))
        case .ifMatch(let tag): request.headers.append(("if-match", tag.quoted))
        }
        if case .none = condition {} else { request.isIdempotent = false }
        request.body = body.isEmpty ? .empty : .chunks(body)
        let response = try await send(request)
        return response.headers.first(name: "etag") ?? ""
    }

    /// DELETE; absent objects are fine.
    package func deleteObjects(bucket: BucketName, keys: [ObjectKey]) async throws {
        if keys.count == 1 {
            do {
                _ = try await send(S3Request(method: "DELETE", bucket: bucket, key: keys[0]))
            } catch let error as S3ClientError where error.isNotFound {}
            return
        }
        var rest = keys[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1000)
            rest = rest.dropFirst(1000)
            let document = AnswerDocument.deleting(batch)
            var request = S3Request(method: "POST", bucket: bucket, query: [("delete", nil)])
            let md5 = Insecure.MD5.hash(data: Array(document.readableBytesView))
            request.headers = [("content-type", "application/xml"), ("content-md5", Base64.encode(Array(md5)))]
            request.body = .chunks([document])
            let answer = try await send(request).body.collect(upTo: 4 << 20)
            let result = AnswerDocument.read(answer)
            guard let result, result.name == "DeleteResult" else {
                throw S3ClientError.malformedAnswer("no result of the deletion")
            }
            if let refused = result.all("Error").first {
                let code = refused["Code"] ?? ""
                throw S3ClientError.refused(
                    status: code == "AccessDenied" ? 403 : 500,
                    code: code,
                    message: refused["Message"] ?? ""
                )
            }
        }
    }

    /// The checksum that guards `body`, and the wish for an entity tag that costs no second hash.
    func checksumHeaders(of body: [ByteBuffer], isPart: Bool) -> [(name: String, value: String)] {
        guard let algorithm = configuration.checksum else { return [] }
        var hasher = ChecksumHasher(algorithm)
        for chunk in body { chunk.withUnsafeReadableBytes { hasher.update($0) } }
        var headers = [(name: algorithm.headerName, value: hasher.finish().text)]
        // Small objects keep their MD5 as entity tag; Berth's own store answers this, others ignore it.
        if isPart || body.reduce(0, { $0 + $1.readableBytes }) > 64 * 1024 {
            headers.append((name: "x-berth-etag", value: "checksum"))
        }
        return headers
    }

    private static func object(of response: HTTPClientResponse) throws -> (object: S3Object, length: Int64) {
        let length = response.headers.first(name: "content-length").flatMap { Int64($0) }
        guard let length, length >= 0 else { throw S3ClientError.malformedAnswer("no Content-Length") }
        var size = length
        if response.status.code == 206 {
            let total = response.headers.first(name: "content-range")?.split(separator: "/").last.flatMap { Int64($0) }
            guard let total else { throw S3ClientError.malformedAnswer("206 without Content-Range") }
            size = total
        }
        let object = S3Object(
            size: size,
            entityTag: response.headers.first(name: "etag") ?? "",
            lastModified: response.headers.first(name: "last-modified")
        )
        return (object, length)
    }
}
