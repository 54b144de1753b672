import NIOCore
import OCI

/// Which manifests of a repository have a subject, found by the subject.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers; each referrer is an object of its own, so that two
/// pushes never have to change the same one. What clients left under the referrers tag, where a registry had no such API, counts too.
struct Referrers: Sendable {
    /// A page of descriptors in the order of their digests.
    struct Page: Sendable {
        var descriptors: [Descriptor]
        var isTruncated: Bool
    }

    private static let descriptorLimit = 4 << 20
    private static let pageSize = 1000
    /// A page's descriptors take no more than this together.
    private static let pageBytesLimit = 3 << 20

    let driver: any StorageDriver
    let tags: TagStore
    let manifests: @Sendable (Digest, RepositoryName) async throws -> StoredManifest?

    /// Notes that a manifest refers to `subject`.
    func add(_ manifest: StoredManifest, to subject: Digest, in repository: RepositoryName) async throws {
        let content = ByteBuffer(bytes: JSONWriter.bytes(of: manifest.descriptor.json))
        let path = StoragePaths.referrer(manifest.digest, of: subject, in: repository)
        try await driver.put(content, at: path, condition: .none)
    }

    /// The referrers of `subject` behind `last`, at most `limit`, of one artifact type if that is given.
    func page(
        of subject: Digest,
        in repository: RepositoryName,
        artifactType: String?,
        after last: String?,
        limit: Int
    ) async throws -> Page {
        var known = try await recorded(subject, in: repository, after: last)
        for descriptor in try await tagged(subject, in: repository)
        where !known.contains(where: { $0.digest == descriptor.digest }) {
            if let last, descriptor.digest.text <= last { continue }
            known.append(descriptor)
        }
        known.sort { $0.digest.text < $1.digest.text }
        var page = Page(descriptors: [], isTruncated: false)
        var bytes = 0
        for descriptor in known where artifactType == nil || descriptor.artifactType == artifactType {
            bytes += 256 + descriptor.annotations.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 8 }
            guard page.descriptors.count < limit, bytes <= Self.pageBytesLimit || page.descriptors.isEmpty else {
                page.isTruncated = true
                break
            }
            page.descriptors.append(descriptor)
        }
        return page
    }

    private func recorded(
        _ subject: Digest,
        in repository: RepositoryName,
        after last: String?
    ) async throws -> [Descriptor] {
        let folder = StoragePaths.referrers(of: subject, in: repository)
        let cursor = ListingCursor()
        var digests: [Digest] = []
        while let entry = try await cursor.next(driver, folder, Self.pageSize) {
            guard let digest = try? Digest(entry.name.replacing("/", with: ":", maxReplacements: 1)) else { continue }
            if let last, digest.text <= last { continue }
            digests.append(digest)
        }
        return try await digests.concurrentMap { digest -> Descriptor? in
            let path = StoragePaths.referrer(digest, of: subject, in: repository)
            guard let content = try await driver.content(at: path, limit: Self.descriptorLimit) else { return nil }
            return content.bytes.withUnsafeReadableBytes { Descriptor(json: $0) }
        }.compactMap { $0 }
    }

    /// What the referrers tag lists, as far as it is in this repository and really has this subject.
    private func tagged(_ subject: Digest, in repository: RepositoryName) async throws -> [Descriptor] {
        guard let digest = try await tags.digest(of: Tag(referrersOf: subject), in: repository),
            let index = try await manifests(digest, repository)?.manifest, index.kind == .index
        else { return [] }
        let listed: [Digest] = index.manifests.prefix(Self.pageSize).map(\.digest)
        return try await listed.concurrentMap { digest -> Descriptor? in
            guard let stored = try await manifests(digest, repository), stored.manifest?.subject?.digest == subject
            else { return nil }
            return stored.descriptor
        }.compactMap { $0 }
    }
}
