import BerthHTTP
import NIOCore
import NIOPosix
import OCI
import Synchronization

/// Sees to it that no wrong byte leaves as a right one (reliability D7).
///
/// What was written or verified by this process is known by its entity tag, and leaves unread; everything else is hashed when it is
/// first read.
final class BlobVerification: Sendable {
    /// Blobs up to this size are verified before their first byte leaves, larger ones while they leave.
    private static let wholeLimit: Int64 = 4 << 20

    private let driver: any StorageDriver
    private let pool: NIOThreadPool
    private let good: ImmutableCache<Digest, String>
    private let corrupt = Mutex<Set<Digest>>([])

    init(driver: any StorageDriver, pool: NIOThreadPool, cacheBytes: Int) {
        self.driver = driver
        self.pool = pool
        good = ImmutableCache(limit: cacheBytes)
    }

    /// Whether the blob's bytes were found to be wrong; it then counts as absent, so that clients push it again.
    func isCorrupt(_ digest: Digest) -> Bool {
        corrupt.withLock { !$0.isEmpty && $0.contains(digest) }
    }

    /// Notes that the bytes at `path` have just been written and hashed.
    func trust(_ digest: Digest, at path: StoragePath) async throws {
        _ = corrupt.withLock { $0.remove(digest) }
        guard driver.needsVerification, let object = try await driver.stat(path) else { return }
        accept(digest, object.entityTag)
    }

    private func accept(_ digest: Digest, _ entityTag: String) {
        good.insert(entityTag, for: digest, cost: 300, since: good.epoch)
    }

    private func judge(_ digest: Digest, _ entityTag: String, isRight: Bool) {
        if isRight {
            accept(digest, entityTag)
        } else {
            corrupt.withLock { _ = $0.insert(digest) }
        }
    }

    /// What may be sent of `body`, which is `range` of the blob, or all of it.
    func checked(
        _ body: ReadableBody,
        of digest: Digest,
        object: StoredObject,
        at path: StoragePath,
        range: Range<Int64>?
    ) async throws -> ReadableBody {
        guard driver.needsVerification, good.value(digest) != object.entityTag else { return body }
        if range != nil {
            guard let (whole, wholeBody) = try await driver.read(path, range: nil), whole.entityTag == object.entityTag
            else { throw StorageError.unavailable("the blob changed while it was read") }
            try await verify(wholeBody, of: digest, whole, at: path)
            return body
        }
        if case .file(let file, let whole) = body, whole.count > Self.wholeLimit {
            let stream = VerifiedStream(file: file, digest: digest, pool: pool) { [self] isRight in
                judge(digest, object.entityTag, isRight: isRight)
            }
            return .stream(stream, length: Int64(whole.count))
        }
        try await verify(body, of: digest, object, at: path)
        return body
    }

    private func verify(
        _ body: ReadableBody,
        of digest: Digest,
        _ object: StoredObject,
        at path: StoragePath
    ) async throws {
        let actual: Digest
        switch body {
        case .bytes(let bytes):
            actual = try await pool.runIfActive {
                bytes.withUnsafeReadableBytes { Digest.of($0, digest.algorithm) }
            }
        case .file(let file, _):
            actual = try await pool.runIfActive { try VerifiedStream.hash(file, digest.algorithm) }
        case .stream(let stream, _):
            let hasher = BlobHasher([digest.algorithm])
            for try await bytes in stream { hasher.update(bytes) }
            guard let streamed = hasher.digest(digest.algorithm) else { return }
            actual = streamed
        }
        judge(digest, object.entityTag, isRight: actual == digest)
        guard actual == digest else { throw StorageError.corrupt(path) }
    }
}
