import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore
import OCI

/// The manifests of a repository, at `/v2/<name>/manifests/<reference>`.
struct ManifestRoutes: Sendable {
    let contents: RegistryContents

    func respond(_ call: RegistryCall, _ name: RepositoryName, _ reference: String) async throws -> Response {
        switch call.method {
        case .get, .head: try await get(call, try await PullContext(call.sender, name), reference)
        case .put: try await put(call, try await PushContext(call.sender, name), reference)
        case .delete: try await delete(call, try await DeleteContext(call.sender, name), reference)
        default: throw RegistryError.methodUnsupported
        }
    }

    /// Text that no tag can be names nothing: it is not found, unless somebody wants to write it.
    private func reference(_ text: String, isWrite: Bool) throws(RegistryError) -> Reference {
        do {
            return try Reference(text)
        } catch {
            if text.utf8.contains(0x3a) { throw .digestInvalid(error.given) }
            throw isWrite ? .tagInvalid(error.given) : .manifestUnknown(error.given)
        }
    }

    private func get(_ call: RegistryCall, _ pull: PullContext, _ text: String) async throws -> Response {
        let reference = try reference(text, isWrite: false)
        guard let stored = try await contents.manifests.manifest(reference, in: pull.repository) else {
            throw RegistryError.manifestUnknown(reference.description)
        }
        var headers: HTTPFields = [
            .contentType: stored.mediaType,
            .dockerContentDigest: stored.digest.text,
            .eTag: "\"\(stored.digest)\"",
            .contentTypeOptions: "nosniff",
        ]
        if call.hasCurrent(stored.digest) {
            headers[.contentType] = nil
            return RegistryCall.empty(.notModified, headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: stored.bytes))
    }

    private func put(_ call: RegistryCall, _ push: PushContext, _ text: String) async throws -> Response {
        try call.requireWritable()
        var submission = ManifestStore.Submission(
            repository: push.repository,
            bytes: ByteBuffer(),
            contentType: nil,
            digest: nil,
            tags: [],
            mayOverwrite: push.mayOverwrite
        )
        let reference = try reference(text, isWrite: true)
        switch reference {
        case .tag(let tag): submission.tags = [tag]
        case .digest(let digest):
            submission.digest = digest
            submission.tags = try tagParameters(call)
        }
        if let field = call.request.headers[.contentType] {
            guard let mediaType = MediaType(field) else {
                throw RegistryError.manifestInvalid("Content-Type is not a media type")
            }
            submission.contentType = mediaType
        }
        submission.bytes = try await body(call)
        let parameterTags = submission.digest == nil ? [] : submission.tags
        let stored = try await contents.manifests.put(submission)
        var headers: HTTPFields = [
            .location: "/v2/\(push.repository)/manifests/\(stored.digest)",
            .dockerContentDigest: stored.digest.text,
        ]
        if let subject = stored.manifest?.subject { headers[.ociSubject] = subject.digest.text }
        if !parameterTags.isEmpty { headers[.ociTag] = parameterTags.map(\.text).joined(separator: ", ") }
        return RegistryCall.empty(.created, headers)
    }

    /// The tags that a PUT by digest sets as well.
    ///
    /// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-manifests
    private func tagParameters(_ call: RegistryCall) throws -> [Tag] {
        let values = call.target.query.filter { $0.name == "tag" }.map { $0.value ?? "" }
        guard values.count <= call.configuration.bounds.tagsPerManifestLimit else {
            throw RegistryError.parameterInvalid("tag")
        }
        var tags: [Tag] = []
        for value in values {
            guard let tag = try? Tag(value) else { throw RegistryError.parameterInvalid("tag") }
            if !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    private func body(_ call: RegistryCall) async throws -> ByteBuffer {
        if let length = call.contentLength, length > Manifest.sizeLimit { throw RegistryError.manifestTooLarge }
        var bytes = ByteBuffer()
        for try await part in call.request.body {
            guard bytes.readableBytes + part.readableBytes <= Manifest.sizeLimit else {
                throw RegistryError.manifestTooLarge
            }
            bytes.writeImmutableBuffer(part)
        }
        return bytes
    }

    private func delete(_ call: RegistryCall, _ delete: DeleteContext, _ text: String) async throws -> Response {
        try call.requireDeletes()
        let reference = try reference(text, isWrite: false)
        let isRemoved =
            switch reference {
            case .tag(let tag): try await contents.tags.remove(tag, from: delete.repository)
            case .digest(let digest): try await contents.manifests.remove(digest, from: delete.repository)
            }
        guard isRemoved else { throw RegistryError.manifestUnknown(reference.description) }
        return RegistryCall.empty(.accepted, [:])
    }
}
