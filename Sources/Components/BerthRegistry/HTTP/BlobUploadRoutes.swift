import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore
import OCI

/// Uploads of blobs, at `/v2/<name>/blobs/uploads/` and below.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs; everything of a session is in its path, so that clients
/// which drop queries work too.
struct BlobUploadRoutes: Sendable {
    let contents: RegistryContents
    let uploads: UploadSessions

    /// POST: mounts a blob, takes a whole one, or begins a session.
    func begin(_ call: RegistryCall, _ name: RepositoryName) async throws -> Response {
        let push = try await PushContext(call.sender, name)
        guard call.method == .post else { throw RegistryError.methodUnsupported }
        try call.requireWritable()
        if let text = try parameter(call, "mount") {
            let digest = try RegistryCall.digest(text)
            if try await mount(call, digest, push) { return created(digest, name) }
        } else if let text = try parameter(call, "digest") {
            return try await receiveWhole(call, push, try RegistryCall.digest(text))
        }
        let session = try uploads.begin(
            in: name,
            by: call.sender.principal,
            algorithm: try algorithm(call)
        )
        return accepted(session)
    }

    private func parameter(_ call: RegistryCall, _ name: String) throws -> String? {
        guard let item = call.target.query.first(where: { $0.name == name }) else { return nil }
        guard call.target.query.filter({ $0.name == name }).count == 1, let value = item.value, !value.isEmpty,
            let text = call.target.queryValue(name)
        else { throw RegistryError.parameterInvalid(name) }
        return text
    }

    private func algorithm(_ call: RegistryCall) throws -> DigestAlgorithm? {
        guard let text = try parameter(call, "digest-algorithm") else { return nil }
        guard let algorithm = DigestAlgorithm(rawValue: text) else {
            throw RegistryError.digestInvalid("\(text.prefix(64))")
        }
        return algorithm
    }

    /// Mounts from the repository that `from` names, or from one that this process has lately seen to hold the blob; only from those that the
    /// sender may pull from, so that a mount tells nothing that a pull would not (reliability R2).
    private func mount(_ call: RegistryCall, _ digest: Digest, _ push: PushContext) async throws -> Bool {
        var sources = contents.blobs.links.recentHolders(of: digest)
        if let from = try parameter(call, "from") {
            guard let source = try? RepositoryName(from) else { throw RegistryError.nameInvalid("\(from.prefix(64))") }
            sources = [source]
        }
        for source in sources where try await call.sender.may(.pull, source) {
            if try await contents.blobs.mount(digest, from: source, to: push.repository) { return true }
        }
        return false
    }

    private func receiveWhole(_ call: RegistryCall, _ push: PushContext, _ digest: Digest) async throws -> Response {
        let session = try uploads.begin(
            in: push.repository,
            by: call.sender.principal,
            algorithm: digest.algorithm
        )
        do {
            try session.beginWriting(range: nil, length: call.contentLength)
            let interruption = try await session.append(
                call.request.body,
                length: call.contentLength,
                digest: digest
            )
            if let interruption { throw interruption }
            let (size, placement) = try await session.finish(as: digest)
            try await contents.blobs.adopt(digest, size: size, at: placement, in: push.repository)
        } catch {
            await uploads.endWriting(session)
            throw error
        }
        await uploads.endWriting(session)
        return created(digest, push.repository)
    }

    /// GET, PATCH, PUT and DELETE of a session.
    func respond(_ call: RegistryCall, _ name: RepositoryName, _ id: String) async throws -> Response {
        let push = try await PushContext(call.sender, name)
        let session = try uploads.session(id, in: push.repository, of: call.sender.principal)
        switch call.method {
        case .get, .head:
            return RegistryCall.empty(.noContent, progress(session))
        case .patch:
            try call.requireWritable()
            return try await receiveChunk(call, session)
        case .put:
            try call.requireWritable()
            return try await complete(call, session)
        case .delete:
            await uploads.end(session)
            return RegistryCall.empty(.noContent, [.dockerUploadUUID: session.id])
        default: throw RegistryError.methodUnsupported
        }
    }

    private func contentRange(_ call: RegistryCall) throws -> ContentRange? {
        guard let field = call.request.headers[.contentRange] else { return nil }
        guard let range = try? ContentRange(field) else { throw RegistryError.contentRangeInvalid }
        return range
    }

    private func receiveChunk(_ call: RegistryCall, _ session: UploadSession) async throws -> Response {
        try session.beginWriting(range: try contentRange(call), length: call.contentLength)
        try await write(call, session, digest: nil)
        session.endWriting()
        if session.isOver {
            await session.freeBytes()
            throw RegistryError.uploadUnknown
        }
        return accepted(session)
    }

    /// Takes the body; after trouble with the storage the session is over, after trouble with the client it can be resumed.
    private func write(_ call: RegistryCall, _ session: UploadSession, digest: Digest?) async throws {
        let interruption: (any Error)?
        do {
            interruption = try await session.append(call.request.body, length: call.contentLength, digest: digest)
        } catch {
            await uploads.endWriting(session)
            throw error
        }
        guard let interruption else { return }
        session.endWriting()
        if session.isOver { await session.freeBytes() }
        throw interruption
    }

    private func complete(_ call: RegistryCall, _ session: UploadSession) async throws -> Response {
        guard let text = try parameter(call, "digest") else { throw RegistryError.digestInvalid("") }
        let digest = try RegistryCall.digest(text)
        try session.beginWriting(range: try contentRange(call), length: call.contentLength)
        try await write(call, session, digest: session.offset == 0 ? digest : nil)
        do {
            guard !session.isOver else { throw RegistryError.uploadUnknown }
            let (size, placement) = try await session.finish(as: digest)
            try await contents.blobs.adopt(digest, size: size, at: placement, in: session.repository)
        } catch {
            await uploads.endWriting(session)
            throw error
        }
        await uploads.endWriting(session)
        return created(digest, session.repository)
    }

    private func progress(_ session: UploadSession) -> HTTPFields {
        [
            .location: session.location,
            .range: "0-\(max(0, session.offset - 1))",
            .dockerUploadUUID: session.id,
        ]
    }

    private func accepted(_ session: UploadSession) -> Response {
        RegistryCall.empty(.accepted, progress(session))
    }

    private func created(_ digest: Digest, _ name: RepositoryName) -> Response {
        RegistryCall.empty(
            .created,
            [.location: "/v2/\(name)/blobs/\(digest)", .dockerContentDigest: digest.text]
        )
    }
}
