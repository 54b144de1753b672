import HummingbirdCore
import S3

/// DeleteObjects: many keys in one request, each judged for itself.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
struct DeletionRoutes: Sendable {
    let engine: StorageEngine

    private static let keyLimit = 1000
    private static let byteLimit = 4 << 20

    /// One key of the request and what refuses it, if something does.
    private struct Candidate {
        let keyText: String
        let version: String?
        var target: (key: ObjectKey, precondition: Precondition)?
        var refusal: S3Error?
    }

    func delete(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        let bucket = try request.bucket
        let payload = try RequestPayload(authorized, body)
        guard payload.claims.md5 != nil || payload.claims.claimedAlgorithm != nil else {
            throw S3Error(.invalidRequest, "Missing required header for this request: Content-MD5")
        }
        _ = try await engine.bucket(bucket)
        let bytes = try await payload.collect(limit: Self.byteLimit)
        let (parsed, isQuiet) = try Self.parse(bytes)
        var candidates = parsed
        for index in candidates.indices {
            guard let key = candidates[index].target?.key else { continue }
            let action = candidates[index].version == nil ? "s3:DeleteObject" : "s3:DeleteObjectVersion"
            if !authorized.may(action, ARN(bucket: bucket, key: key)) {
                candidates[index].refusal = S3Error(.accessDenied)
                candidates[index].target = nil
            }
        }
        let targets = candidates.compactMap(\.target)
        var outcomes = (targets.isEmpty ? [] : try await engine.deleteObjects(targets, in: bucket)).makeIterator()
        for index in candidates.indices where candidates[index].target != nil {
            guard let outcome = outcomes.next() else { throw S3Error(.internalError) }
            candidates[index].refusal = outcome.error.map { S3WireError.error(for: $0) }
        }
        return S3Answer.document(Self.document(candidates, isQuiet: isQuiet))
    }

    private static func parse(_ bytes: [UInt8]) throws(S3Error) -> ([Candidate], isQuiet: Bool) {
        guard let root = try? XMLElement(parsing: bytes, sizeLimit: byteLimit, depthLimit: 4),
            root.name == "Delete"
        else { throw S3Error(.malformedXML) }
        let objects = root.all("Object")
        guard (1...keyLimit).contains(objects.count) else { throw S3Error(.malformedXML) }
        var candidates: [Candidate] = []
        for object in objects {
            guard let key = object.only("Key"), !key.text.isEmpty else { throw S3Error(.malformedXML) }
            candidates.append(candidate(key.text, object))
        }
        return (candidates, root["Quiet"]?.lowercased() == "true")
    }

    private static func candidate(_ text: String, _ object: XMLElement) -> Candidate {
        var candidate = Candidate(keyText: text, version: object["VersionId"].flatMap { $0.isEmpty ? nil : $0 })
        var precondition = Precondition.none
        if let tag = object["ETag"] { precondition.ifMatch = RequestConditions.strongTags(tag) }
        guard let key = ObjectKey(text) else {
            candidate.refusal = S3Error(text.utf8.count > ObjectKey.byteLimit ? .keyTooLongError : .invalidURI)
            return candidate
        }
        guard candidate.version == nil || candidate.version == "null" else {
            candidate.refusal = S3Error(.noSuchVersion)
            return candidate
        }
        guard object["LastModifiedTime"] == nil, object["Size"] == nil else {
            candidate.refusal = S3Error(.notImplemented)
            return candidate
        }
        candidate.target = (key, precondition)
        return candidate
    }

    private static func document(_ candidates: [Candidate], isQuiet: Bool) -> [UInt8] {
        XMLWriter.document("DeleteResult") { xml in
            for candidate in candidates {
                if let refusal = candidate.refusal {
                    xml.element("Error") { xml in
                        xml.element("Key", candidate.keyText)
                        if let version = candidate.version { xml.element("VersionId", version) }
                        xml.element("Code", refusal.code.rawValue)
                        xml.element("Message", refusal.message)
                    }
                } else if !isQuiet {
                    xml.element("Deleted") { xml in
                        xml.element("Key", candidate.keyText)
                        if let version = candidate.version { xml.element("VersionId", version) }
                    }
                }
            }
        }
    }
}
