import NIOCore
import OCI

/// The links of repositories to content: without one a repository neither serves nor mentions what others have.
struct LinkStore: Sendable {
    enum Kind: Sendable, Hashable {
        /// `_layers`: a blob.
        case blob
        /// `_manifests/revisions`: a manifest.
        case manifest
    }

    private struct Key: Hashable, Sendable {
        var kind: Kind
        var repository: RepositoryName
        var digest: Digest
    }

    private static let contentLimit = 4096
    private static let holdersLimit = 8

    private let driver: any StorageDriver
    private let known: ImmutableCache<Key, ContinuousClock.Instant>
    private let holders: ImmutableCache<Digest, [RepositoryName]>
    private let duration: Duration

    /// Links as `driver` has them, each believed for `duration` after it was read.
    init(driver: any StorageDriver, cacheBytes: Int, duration: Duration) {
        self.driver = driver
        self.duration = duration
        known = ImmutableCache(limit: cacheBytes)
        holders = ImmutableCache(limit: cacheBytes)
    }

    static func path(_ kind: Kind, _ digest: Digest, in repository: RepositoryName) -> StoragePath {
        switch kind {
        case .blob: StoragePaths.layerLink(digest, in: repository)
        case .manifest: StoragePaths.revisionLink(digest, in: repository)
        }
    }

    /// Whether the repository has the link; a link that is not there is asked for each time.
    func contains(_ kind: Kind, _ digest: Digest, in repository: RepositoryName) async throws -> Bool {
        let key = Key(kind: kind, repository: repository, digest: digest)
        if let until = known.value(key), until > .now { return true }
        let epoch = known.epoch
        let path = Self.path(kind, digest, in: repository)
        guard try await Self.digest(at: path, driver) == digest else { return false }
        remember(key, since: epoch)
        return true
    }

    /// Whether the link was added or read lately by this process and not forgotten since; nothing is asked.
    func remembers(_ kind: Kind, _ digest: Digest, in repository: RepositoryName) -> Bool {
        known.value(Key(kind: kind, repository: repository, digest: digest)) != nil
    }

    /// Adds the link, durably.
    func add(_ kind: Kind, _ digest: Digest, in repository: RepositoryName) async throws {
        let epoch = known.epoch
        try await driver.put(
            ByteBuffer(string: digest.text),
            at: Self.path(kind, digest, in: repository),
            condition: .none
        )
        remember(Key(kind: kind, repository: repository, digest: digest), since: epoch)
    }

    private func remember(_ key: Key, since epoch: Int) {
        known.insert(.now + duration, for: key, cost: 400, since: epoch)
        guard key.kind == .blob else { return }
        var names = holders.value(key.digest) ?? []
        guard !names.contains(key.repository) else { return }
        names.append(key.repository)
        holders.insert(Array(names.suffix(Self.holdersLimit)), for: key.digest, cost: 600, since: holders.epoch)
    }

    /// Repositories that this process has lately seen to hold a blob; whether they still do is to be asked.
    func recentHolders(of digest: Digest) -> [RepositoryName] {
        holders.value(digest) ?? []
    }

    /// To be called when a link is gone from storage, and before somebody is told so.
    func forget(_ kind: Kind, _ digest: Digest, in repository: RepositoryName) {
        known.remove(Key(kind: kind, repository: repository, digest: digest))
    }

    /// The digest that a link names; `nil` when there is no link or anything else in it, such as what a crash left of it.
    static func digest(at path: StoragePath, _ driver: any StorageDriver) async throws -> Digest? {
        do {
            guard let content = try await driver.content(at: path, limit: contentLimit) else { return nil }
            var text = String(buffer: content.bytes)
            while text.utf8.last == 0x0a { text.removeLast() }
            return try? Digest(text)
        } catch StorageError.tooLarge {
            return nil
        }
    }
}
