import NIOCore
import S3

/// What ListObjectsV2 answers, read with `encoding-type=url`.
enum ListDocument {
    static func page(in answer: ByteBuffer) throws -> S3Page {
        guard let root = AnswerDocument.read(answer) else { throw S3ClientError.malformedAnswer("no listing") }
        guard root.name == "ListBucketResult" else { throw S3ClientError.malformedAnswer("no listing") }
        // A service that ignores encoding-type does not echo it, and its keys stand as they are.
        let isEncoded = root["EncodingType"] == "url"
        var page = S3Page()
        for element in root.all("Contents") {
            guard let key = element["Key"], let size = element["Size"].flatMap({ Int64($0) }) else {
                throw S3ClientError.malformedAnswer("an object without key or size")
            }
            let tag = (element["ETag"] ?? "").filter { $0 != "\"" }
            page.objects.append(.init(key: try decoded(key, isEncoded), size: size, entityTag: tag))
        }
        for element in root.all("CommonPrefixes") {
            page.commonPrefixes.append(try decoded(element["Prefix"] ?? "", isEncoded))
        }
        if root["IsTruncated"] == "true" {
            guard let token = root["NextContinuationToken"], !token.isEmpty else {
                throw S3ClientError.malformedAnswer("a truncated listing without a token")
            }
            page.continuationToken = token
        }
        return page
    }

    private static func decoded(_ text: String, _ isEncoded: Bool) throws -> String {
        guard isEncoded else { return text }
        guard let bytes = PercentEncoding.decode(text, plusIsSpace: true) else {
            throw S3ClientError.malformedAnswer("a key with a malformed escape")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
