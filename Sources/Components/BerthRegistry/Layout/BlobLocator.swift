import NIOCore
import OCI

/// Finds blobs in storage: bytes in place, or a pointer to the path that they never left.
struct BlobLocator: Sendable {
    private static let pointerLimit = 4096

    let driver: any StorageDriver
    private let known: ImmutableCache<Digest, BlobLocation>

    init(driver: any StorageDriver, cacheBytes: Int) {
        self.driver = driver
        known = ImmutableCache(limit: cacheBytes)
    }

    /// What is remembered, without a request.
    func remembered(_ digest: Digest) -> BlobLocation? {
        known.value(digest)
    }

    func remember(_ location: BlobLocation, of digest: Digest) {
        known.insert(location, for: digest, cost: 256, since: known.epoch)
    }

    /// Forgets where the bytes are, so that the next read looks again.
    func forget(_ digest: Digest) {
        known.remove(digest)
    }

    /// The blob's place and size, or `nil` when its bytes are nowhere.
    func location(of digest: Digest) async throws -> BlobLocation? {
        if let location = known.value(digest) { return location }
        let epoch = known.epoch
        for path in try await candidates(digest) {
            guard let path = try await path(), let object = try await driver.stat(path) else { continue }
            let location = BlobLocation(path: path, size: object.size)
            known.insert(location, for: digest, cost: 256, since: epoch)
            return location
        }
        return nil
    }

    /// Reads the blob whole or in part, finding it on the way with as few requests as possible.
    func read(
        _ digest: Digest,
        range: Range<Int64>?
    ) async throws -> (BlobLocation, StoredObject, ReadableBody)? {
        if let location = known.value(digest) {
            if let (object, body) = try await driver.read(location.path, range: range) {
                return (location, object, body)
            }
            known.remove(digest)
        }
        let epoch = known.epoch
        for path in try await candidates(digest) {
            guard let path = try await path(), let (object, body) = try await driver.read(path, range: range) else {
                continue
            }
            let location = BlobLocation(path: path, size: object.size)
            known.insert(location, for: digest, cost: 256, since: epoch)
            return (location, object, body)
        }
        return nil
    }

    /// The places to look at, in the order that costs least: where a look is free the usual place comes first, elsewhere the pointer
    /// that large blobs have, so that a large blob is found with two requests and a small one with two as well.
    private func candidates(_ digest: Digest) async throws -> [@Sendable () async throws -> StoragePath?] {
        let inPlace: @Sendable () async throws -> StoragePath? = { StoragePaths.blobData(digest) }
        let pointed: @Sendable () async throws -> StoragePath? = { try await pointer(digest) }
        return driver.isLocal ? [inPlace, pointed] : [pointed, inPlace]
    }

    /// The path that the blob's `location` names.
    func pointer(_ digest: Digest) async throws -> StoragePath? {
        let path = StoragePaths.blobLocation(digest)
        guard let content = try await driver.content(at: path, limit: Self.pointerLimit) else { return nil }
        return StoragePaths.upload(named: String(buffer: content.bytes))
    }
}
