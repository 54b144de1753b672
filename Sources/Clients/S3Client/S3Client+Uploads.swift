import AsyncHTTPClient
package import FoundationEssentials
import NIOCore
package import S3

/// A multipart upload that was begun and neither completed nor aborted.
package struct S3OpenUpload: Sendable {
    package let key: ObjectKey
    package let uploadID: String
    package let initiated: Date
}

extension S3Client {
    /// ListMultipartUploads: one page of at most 1000, and where the next one begins.
    package func listMultipartUploads(
        bucket: BucketName,
        prefix: String,
        after marker: (key: String, uploadID: String)? = nil
    ) async throws -> (uploads: [S3OpenUpload], next: (key: String, uploadID: String)?) {
        var query: [(name: String, value: String?)] = [("uploads", nil), ("prefix", PercentEncoding.encode(prefix))]
        if let marker {
            query.append(("key-marker", PercentEncoding.encode(marker.key)))
            query.append(("upload-id-marker", PercentEncoding.encode(marker.uploadID)))
        }
        let response = try await send(S3Request(method: "GET", bucket: bucket, query: query))
        let root = AnswerDocument.read(try await response.body.collect(upTo: 4 << 20))
        guard let root, root.name == "ListMultipartUploadsResult" else {
            throw S3ClientError.malformedAnswer("no listing of uploads")
        }
        let uploads = try root.all("Upload").map { element in
            guard let key = element["Key"].flatMap({ ObjectKey($0) }), let id = element["UploadId"],
                let initiated = element["Initiated"].flatMap(Self.date)
            else { throw S3ClientError.malformedAnswer("an upload without key, id or date") }
            return S3OpenUpload(key: key, uploadID: id, initiated: initiated)
        }
        guard root["IsTruncated"] == "true", let key = root["NextKeyMarker"] else { return (uploads, nil) }
        return (uploads, (key, root["NextUploadIdMarker"] ?? ""))
    }

    private static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: .iso8601))
    }
}
