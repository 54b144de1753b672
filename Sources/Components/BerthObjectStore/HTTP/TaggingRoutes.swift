import HTTPTypes
import HummingbirdCore
import S3

/// The tags of objects.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
struct TaggingRoutes: Sendable {
    let engine: StorageEngine

    func get(_ authorized: AuthorizedRequest) async throws -> Response {
        try VersionParameter.check(authorized.request.query)
        let record = try await engine.object(try authorized.request.key, in: try authorized.request.bucket)
        return S3Answer.document(ObjectTag.document(record.tags))
    }

    func put(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        try VersionParameter.check(request.query)
        let tags = try ObjectTag.parse(document: try await RequestPayload(authorized, body).collect(limit: 256 * 1024))
        let action = request.query.has("versionId") ? "s3:PutObjectVersionTagging" : "s3:PutObjectTagging"
        try authorized.require(action, request.resource) { $0.set(requestTags: tags) }
        try await engine.putTags(tags, on: try request.key, in: try request.bucket)
        return S3Answer.empty()
    }

    func delete(_ authorized: AuthorizedRequest, _ body: RequestBody) async throws -> Response {
        let request = authorized.request
        try VersionParameter.check(request.query)
        try await RequestPayload(authorized, body).expectNothing()
        try await engine.putTags([], on: try request.key, in: try request.bucket)
        return S3Answer.empty(.noContent)
    }
}
