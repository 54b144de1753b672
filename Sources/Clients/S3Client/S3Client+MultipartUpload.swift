import AsyncHTTPClient
package import NIOCore
import NIOHTTP1
package import S3

/// A part that the service has.
package struct S3UploadedPart: Sendable {
    package let number: Int
    package let entityTag: String
}

extension S3Client {
    /// Begins a multipart upload; its id.
    package func createMultipartUpload(bucket: BucketName, key: ObjectKey) async throws -> String {
        var request = S3Request(method: "POST", bucket: bucket, key: key, query: [("uploads", nil)])
        request.headers = [("content-type", "application/octet-stream")]
        if let algorithm = configuration.checksum {
            request.headers.append(("x-amz-checksum-algorithm", algorithm.rawValue))
            // Of the whole object where parts can be joined: then a part's own value needs no repeating at the end.
            if algorithm.isLinear { request.headers.append(("x-amz-checksum-type", "FULL_OBJECT")) }
        }
        request.isIdempotent = false
        let answer = try await send(request).body.collect(upTo: 64 * 1024)
        let document = AnswerDocument.read(answer)
        guard let id = document?["UploadId"], !id.isEmpty else {
            throw S3ClientError.malformedAnswer("no UploadId")
        }
        return id
    }

    /// Uploads one part from memory.
    package func uploadPart(
        bucket: BucketName,
        key: ObjectKey,
        uploadID: String,
        number: Int,
        body: [ByteBuffer]
    ) async throws -> S3UploadedPart {
        var request = S3Request(
            method: "PUT",
            bucket: bucket,
            key: key,
            query: [("partNumber", "\(number)"), ("uploadId", PercentEncoding.encode(uploadID))]
        )
        request.headers = checksumHeaders(of: body, isPart: true)
        request.body = .chunks(body)
        let response = try await send(request)
        guard let tag = response.headers.first(name: "etag") else { throw S3ClientError.malformedAnswer("no ETag") }
        return S3UploadedPart(number: number, entityTag: tag)
    }

    /// Joins the parts, in their order, into the object; its entity tag.
    ///
    /// The service may answer 200 and tell of its failure in the body, which is read.
    package func completeMultipartUpload(
        bucket: BucketName,
        key: ObjectKey,
        uploadID: String,
        parts: [S3UploadedPart]
    ) async throws -> String {
        var request = S3Request(
            method: "POST",
            bucket: bucket,
            key: key,
            query: [("uploadId", PercentEncoding.encode(uploadID))]
        )
        request.headers = [("content-type", "application/xml")]
        request.body = .chunks([AnswerDocument.completing(parts)])
        let answer = try await send(request).body.collect(upTo: 64 * 1024)
        let refusal = AnswerDocument.refusal(in: answer)
        if !refusal.code.isEmpty {
            throw S3ClientError.refused(status: 500, code: refusal.code, message: refusal.message)
        }
        guard let result = AnswerDocument.read(answer) else {
            throw S3ClientError.malformedAnswer("no result of the upload")
        }
        return result["ETag"] ?? ""
    }

    /// Gives an upload up; one that is gone is fine.
    package func abortMultipartUpload(bucket: BucketName, key: ObjectKey, uploadID: String) async throws {
        let query: [(name: String, value: String?)] = [("uploadId", PercentEncoding.encode(uploadID))]
        do {
            _ = try await send(S3Request(method: "DELETE", bucket: bucket, key: key, query: query))
        } catch let error as S3ClientError where error.isNotFound {}
    }
}
