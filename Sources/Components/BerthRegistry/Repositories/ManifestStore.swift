import NIOCore
import OCI

/// Manifests of repositories: bytes by digest, seen through a revision link, named by tags.
struct ManifestStore: Sendable {
    /// What a PUT wants to be true afterwards.
    struct Submission: Sendable {
        var repository: RepositoryName
        var bytes: ByteBuffer
        var contentType: MediaType?
        /// The digest that the client named, if it did.
        var digest: Digest?
        var tags: [Tag]
        var mayOverwrite: Bool
    }

    let driver: any StorageDriver
    let links: LinkStore
    let blobs: BlobStore
    let tags: TagStore
    private let known: ImmutableCache<Digest, StoredManifest>

    init(driver: any StorageDriver, links: LinkStore, blobs: BlobStore, tags: TagStore, cacheBytes: Int) {
        self.driver = driver
        self.links = links
        self.blobs = blobs
        self.tags = tags
        known = ImmutableCache(limit: cacheBytes)
    }

    /// The subjects' referrers.
    var referrers: Referrers {
        Referrers(driver: driver, tags: tags) { digest, repository in
            try await manifest(.digest(digest), in: repository)
        }
    }

    /// The manifest that a reference names now, or `nil`.
    func manifest(_ reference: Reference, in repository: RepositoryName) async throws -> StoredManifest? {
        let digest: Digest
        switch reference {
        case .digest(let named): digest = named
        case .tag(let tag):
            guard let named = try await tags.digest(of: tag, in: repository) else { return nil }
            digest = named
        }
        guard try await links.contains(.manifest, digest, in: repository) else { return nil }
        return try await content(digest)
    }

    private func content(_ digest: Digest) async throws -> StoredManifest? {
        if let manifest = known.value(digest) { return manifest }
        let epoch = known.epoch
        let path = StoragePaths.blobData(digest)
        guard let content = try await driver.content(at: path, limit: Manifest.sizeLimit) else { return nil }
        let actual = content.bytes.withUnsafeReadableBytes { Digest.of($0, digest.algorithm) }
        guard actual == digest else { throw StorageError.corrupt(path) }
        let manifest = StoredManifest(digest: digest, bytes: content.bytes)
        remember(manifest, since: epoch)
        return manifest
    }

    private func remember(_ manifest: StoredManifest, since epoch: Int) {
        known.insert(manifest, for: manifest.digest, cost: manifest.bytes.readableBytes * 2 + 1024, since: epoch)
    }

    /// Stores a manifest whose parts are all there, then lets its tags name it; durable when it returns.
    func put(_ submission: Submission) async throws -> StoredManifest {
        let manifest: Manifest
        do {
            manifest = try submission.bytes.withUnsafeReadableBytes { bytes throws(ManifestError) in
                try Manifest(parsing: bytes, contentType: submission.contentType)
            }
        } catch {
            throw RegistryError.manifestInvalid(error.description)
        }
        let algorithm = submission.digest?.algorithm ?? .sha256
        let digest = submission.bytes.withUnsafeReadableBytes { Digest.of($0, algorithm) }
        if let named = submission.digest, named != digest { throw RegistryError.digestMismatch(given: named) }
        try await requireReferences(of: manifest, in: submission.repository)
        let stored = StoredManifest(digest: digest, bytes: submission.bytes, manifest: manifest)
        let epoch = known.epoch
        try await driver.put(submission.bytes, at: StoragePaths.blobData(digest), condition: .none)
        try await links.add(.manifest, digest, in: submission.repository)
        remember(stored, since: epoch)
        guard !submission.tags.isEmpty || manifest.subject != nil else { return stored }
        let repository = submission.repository
        try await tags.set(submission.tags, to: digest, in: repository, mayOverwrite: submission.mayOverwrite) {
            // somebody may have deleted the manifest since
            if !links.remembers(.manifest, digest, in: repository) {
                try await links.add(.manifest, digest, in: repository)
            }
            if let subject = manifest.subject {
                try await referrers.add(stored, to: subject.digest, in: repository)
            }
        }
        return stored
    }

    private func requireReferences(of manifest: Manifest, in repository: RepositoryName) async throws {
        let needed = ManifestValidation(manifest)
        let missingBlobs = try await needed.blobs.concurrentMap { digest -> Digest? in
            try await blobs.location(of: digest, in: repository) == nil ? digest : nil
        }
        let missingManifests = try await needed.manifests.concurrentMap { digest -> Digest? in
            let isThere = try await links.contains(.manifest, digest, in: repository)
            return isThere ? nil : digest
        }
        let missing = (missingBlobs + missingManifests).compactMap { $0 }
        guard missing.isEmpty else { throw RegistryError.manifestReferencesUnknown(missing) }
    }

    /// Removes a manifest from the repository with all tags that name it; `false` when it was not there.
    ///
    /// The revision goes last: whoever is interrupted can ask again.
    func remove(_ digest: Digest, from repository: RepositoryName) async throws -> Bool {
        guard try await links.contains(.manifest, digest, in: repository) else { return false }
        var paths: [StoragePath] = []
        if let subject = try await readable(digest)?.manifest?.subject {
            paths.append(StoragePaths.referrer(digest, of: subject.digest, in: repository))
        }
        paths.append(StoragePaths.revisionLink(digest, in: repository))
        try await tags.removeAll(naming: digest, from: repository, andThen: paths) {
            links.forget(.manifest, digest, in: repository)
        }
        return true
    }

    /// The manifest, or `nil` when it is not there or its bytes are damaged or too many, which must not keep anybody from deleting it.
    private func readable(_ digest: Digest) async throws -> StoredManifest? {
        do {
            return try await content(digest)
        } catch StorageError.corrupt, StorageError.tooLarge {
            return nil
        }
    }
}
