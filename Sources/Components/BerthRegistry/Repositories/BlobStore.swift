import NIOCore
import NIOPosix
import OCI

/// Content by digest, seen only through a repository's link (reliability R3).
struct BlobStore: Sendable {
    /// A blob, or a part of it, on its way to a client.
    struct Opened: Sendable {
        var size: Int64
        var range: Range<Int64>?
        var body: ReadableBody
    }

    /// Blobs up to this size are kept in memory.
    private static let smallLimit = 64 * 1024

    let driver: any StorageDriver
    let links: LinkStore
    private let locator: BlobLocator
    private let verification: BlobVerification
    private let small: ImmutableCache<Digest, ByteBuffer>

    init(driver: any StorageDriver, links: LinkStore, pool: NIOThreadPool, cacheBytes: Int) {
        self.driver = driver
        self.links = links
        locator = BlobLocator(driver: driver, cacheBytes: cacheBytes / 8)
        verification = BlobVerification(driver: driver, pool: pool, cacheBytes: cacheBytes / 8)
        small = ImmutableCache(limit: cacheBytes / 4)
    }

    /// The blob's size, or `nil` when this repository does not have it.
    func size(of digest: Digest, in repository: RepositoryName) async throws -> Int64? {
        try await location(of: digest, in: repository)?.size
    }

    /// Where the blob is, or `nil` when this repository does not have it.
    func location(of digest: Digest, in repository: RepositoryName) async throws -> BlobLocation? {
        guard try await links.contains(.blob, digest, in: repository), !verification.isCorrupt(digest) else {
            return nil
        }
        return try await locator.location(of: digest)
    }

    /// Opens the blob for reading; `range` chooses a part once the size is known, and throws when there is none.
    func open(
        _ digest: Digest,
        in repository: RepositoryName,
        range choose: ((Int64) throws -> Range<Int64>?)? = nil
    ) async throws -> Opened? {
        guard try await links.contains(.blob, digest, in: repository), !verification.isCorrupt(digest) else {
            return nil
        }
        if let bytes = small.value(digest) {
            return try Self.part(of: bytes, choose?(Int64(bytes.readableBytes)))
        }
        var range: Range<Int64>?
        if let choose {
            guard let location = try await locator.location(of: digest) else { return nil }
            range = try choose(location.size)
        }
        let epoch = small.epoch
        guard let (location, object, body) = try await locator.read(digest, range: range) else { return nil }
        let checked = try await verification.checked(
            body,
            of: digest,
            object: object,
            at: location.path,
            range: range
        )
        if range == nil, case .bytes(let bytes) = checked, bytes.readableBytes <= Self.smallLimit {
            small.insert(bytes, for: digest, cost: bytes.readableBytes + 512, since: epoch)
        }
        return Opened(size: object.size, range: range, body: checked)
    }

    private static func part(of bytes: ByteBuffer, _ range: Range<Int64>?) -> Opened {
        let size = Int64(bytes.readableBytes)
        guard let range else { return Opened(size: size, range: nil, body: .bytes(bytes)) }
        let start = bytes.readerIndex + Int(range.lowerBound)
        let slice = bytes.getSlice(at: start, length: range.count) ?? ByteBuffer()
        return Opened(size: size, range: range, body: .bytes(slice))
    }

    /// A URL at which a client may read the blob itself; `nil` when the repository has no such blob or the storage no such URLs.
    func presignedURL(
        of digest: Digest,
        in repository: RepositoryName,
        expires: Duration
    ) async throws -> String? {
        guard let location = try await location(of: digest, in: repository) else { return nil }
        return try await driver.presignedURL(for: location.path, expires: expires)
    }

    /// Makes bytes that a writer has committed, and that have this digest, the blob of a repository.
    func adopt(_ digest: Digest, size: Int64, at placement: BlobPlacement, in repository: RepositoryName) async throws {
        let path: StoragePath
        switch placement {
        case .inPlace: path = StoragePaths.blobData(digest)
        case .at(let uploaded): path = try await point(digest, to: uploaded)
        }
        locator.remember(BlobLocation(path: path, size: size), of: digest)
        try await verification.trust(digest, at: path)
        try await links.add(.blob, digest, in: repository)
    }

    /// Writes the blob's `location`, which never changes: if there is one already that leads to bytes, those stay and ours go.
    private func point(_ digest: Digest, to uploaded: StoragePath) async throws -> StoragePath {
        let pointer = StoragePaths.blobLocation(digest)
        do {
            try await driver.put(ByteBuffer(string: uploaded.text), at: pointer, condition: .ifAbsent)
            return uploaded
        } catch StorageError.conditionFailed {
            if let known = try await locator.pointer(digest), known != uploaded, !verification.isCorrupt(digest),
                try await driver.stat(known) != nil
            {
                try await driver.delete([uploaded])
                return known
            }
            try await driver.put(ByteBuffer(string: uploaded.text), at: pointer, condition: .none)
            locator.forget(digest)
            return uploaded
        }
    }

    /// Links a blob that `source` has into `target`; `false` when it has none.
    func mount(_ digest: Digest, from source: RepositoryName, to target: RepositoryName) async throws -> Bool {
        guard try await location(of: digest, in: source) != nil else { return false }
        try await links.add(.blob, digest, in: target)
        return true
    }

    /// Takes the blob from the repository; `false` when it was not there.
    ///
    /// Its bytes stay for others.
    func remove(_ digest: Digest, from repository: RepositoryName) async throws -> Bool {
        guard try await links.contains(.blob, digest, in: repository) else { return false }
        // also when the storage breaks off: nobody knows then whether the link is still there
        defer { links.forget(.blob, digest, in: repository) }
        try await driver.delete([StoragePaths.layerLink(digest, in: repository)])
        return true
    }
}
