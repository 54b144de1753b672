import Foundation

/// A running registry and the requests that tests make of it by hand.
package struct RegistryServer: Sendable {
    /// Raw requests to it, with the default user's credentials where there is one.
    package var http: RawHTTP
    /// What stands there.
    package let kind: RegistryKind
    /// The process, nil when it was started by somebody else.
    package let process: ChildProcess?
    /// The user and password of the default account.
    package var credentials: (user: String, password: String)?
    /// The object store below it, when it is one of ours.
    package var store: ObjectStoreServer?
    /// The folder below it, when it keeps one.
    package var folder: String?

    /// `127.0.0.1:5000`, as clients write it in front of a repository.
    package var authority: String { http.authority }

    /// `user:password` for clients' flags.
    package var userAndPassword: String? { credentials.map { "\($0.user):\($0.password)" } }

    /// A path below `/v2/`.
    package func call(
        _ method: String,
        _ path: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> HTTPReply {
        try await http.request(method, "/v2/\(path)", headers: headers, body: body)
    }

    /// Begins an upload; answers the target to continue at.
    package func beginUpload(_ repository: String, query: String = "") async throws -> String {
        let reply = try await call("POST", "\(repository)/blobs/uploads/\(query)", body: [])
        guard reply.status == 202, let location = reply["Location"] else { throw RegistryCallError(reply) }
        return target(location)
    }

    /// Sends one chunk; answers the reply.
    package func patch(_ target: String, _ bytes: [UInt8], from start: Int? = nil) async throws -> HTTPReply {
        var headers = [("Content-Type", "application/octet-stream")]
        if let start { headers.append(("Content-Range", "\(start)-\(start + bytes.count - 1)")) }
        return try await http.request("PATCH", target, headers: headers, body: bytes)
    }

    /// Ends an upload with the rest of the bytes.
    package func finish(_ target: String, digest: String, _ bytes: [UInt8] = []) async throws -> HTTPReply {
        let separator = target.contains("?") ? "&" : "?"
        return try await http.request(
            "PUT",
            "\(target)\(separator)digest=\(digest)",
            headers: [("Content-Type", "application/octet-stream")],
            body: bytes
        )
    }

    /// Uploads a blob by POST and PUT.
    @discardableResult
    package func push(_ blob: SampleBlob, to repository: String, digest: String? = nil) async throws -> HTTPReply {
        let reply = try await finish(
            beginUpload(repository),
            digest: digest ?? blob.digest,
            blob.bytes
        )
        guard reply.status == 201 else { throw RegistryCallError(reply) }
        return reply
    }

    /// Puts a manifest under a tag or digest.
    @discardableResult
    package func push(manifest: SampleBlob, to repository: String, as reference: String) async throws -> HTTPReply {
        let reply = try await put(manifest: manifest, to: repository, as: reference)
        guard reply.status == 201 else { throw RegistryCallError(reply) }
        return reply
    }

    /// The reply to putting a manifest.
    package func put(manifest: SampleBlob, to repository: String, as reference: String) async throws -> HTTPReply {
        try await call(
            "PUT",
            "\(repository)/manifests/\(reference)",
            headers: [("Content-Type", manifest.mediaType)],
            body: manifest.bytes
        )
    }

    /// Uploads an image with all its blobs.
    package func push(_ image: SampleImage, to repository: String, as tag: String) async throws {
        for blob in image.blobs { try await push(blob, to: repository) }
        try await push(manifest: image.manifest, to: repository, as: tag)
    }

    /// The target of an absolute or relative `Location`.
    package func target(_ location: String) -> String {
        guard let scheme = location.range(of: "://") else { return location }
        let rest = location[scheme.upperBound...]
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
}
