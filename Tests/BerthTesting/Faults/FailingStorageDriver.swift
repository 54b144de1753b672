package import BerthRegistry
package import NIOCore
import Synchronization

/// A driver whose N-th call fails, before or after it has done its work, as storage does that breaks off.
package final class FailingStorageDriver: StorageDriver {
    /// When the failing call fails.
    package enum Moment: Sendable, CaseIterable {
        case beforeTheCall
        case afterTheCall
    }

    private let base: any StorageDriver
    private let moment: Moment
    private let calls: Mutex<Int>

    /// Fails the call that comes after `calls` others; negative for never.
    package init(base: any StorageDriver, failingAfter calls: Int, moment: Moment) {
        self.base = base
        self.moment = moment
        self.calls = Mutex(calls)
    }

    /// Whether the failure has been given.
    package var hasFailed: Bool { calls.withLock { $0 < 0 } }

    package var name: String { base.name }
    package var isLocal: Bool { base.isLocal }
    package var needsVerification: Bool { base.needsVerification }

    fileprivate func call<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        let fails = calls.withLock { calls in
            calls -= 1
            return calls == -1
        }
        guard fails else { return try await body() }
        if moment == .afterTheCall { _ = try await body() }
        throw StorageError.unavailable("made to fail")
    }

    package func content(at path: StoragePath, limit: Int) async throws -> StoredContent? {
        try await call { try await base.content(at: path, limit: limit) }
    }

    package func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String {
        try await call { try await base.put(bytes, at: path, condition: condition) }
    }

    package func stat(_ path: StoragePath) async throws -> StoredObject? {
        try await call { try await base.stat(path) }
    }

    package func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)? {
        try await call { try await base.read(path, range: range) }
    }

    package func delete(_ paths: [StoragePath]) async throws {
        try await call { try await base.delete(paths) }
    }

    package func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await call { try await base.children(of: path, after: after, limit: limit) }
    }

    package func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await call { try await base.objects(below: path, after: after, limit: limit) }
    }

    package func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter {
        try await call { Writer(driver: self, base: try await base.beginBlob(hint, hasher: hasher)) }
    }

    package func presignedURL(for path: StoragePath, expires: Duration) async throws -> String? {
        try await call { try await base.presignedURL(for: path, expires: expires) }
    }

    package func checkHealth() async throws {
        try await call { try await base.checkHealth() }
    }

    private struct Writer: BlobWriter {
        let driver: FailingStorageDriver
        let base: any BlobWriter

        func beginBody(length: Int64?) async throws { try await base.beginBody(length: length) }

        func write(_ batch: [ByteBuffer]) async throws {
            try await driver.call { try await base.write(batch) }
        }

        func checkpoint() async throws { try await driver.call { try await base.checkpoint() } }

        func commit(as final: StoragePath?) async throws -> BlobPlacement {
            try await driver.call { try await base.commit(as: final) }
        }

        func cancel() async { await base.cancel() }
    }
}
