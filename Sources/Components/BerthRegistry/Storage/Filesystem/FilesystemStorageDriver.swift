import BerthHTTP
import Foundation
import Glibc
import NIOConcurrencyHelpers
package import NIOCore
package import NIOPosix
import Synchronization

/// A folder in distribution's layout, for one registry process at a time.
///
/// An existing folder of distribution is served as it is. Bytes are on disk before a call returns (`FolderTree`), and are not trusted when
/// they are read (`needsVerification`).
package final class FilesystemStorageDriver: StorageDriver {
    package let name = "filesystem"
    package let isLocal = true
    package let needsVerification = true

    let tree: FolderTree
    let uploads: String
    let pool: NIOThreadPool
    /// So much is read at once, on the way; more leaves by sendfile.
    private static let smallLimit = 64 * 1024

    /// Nil once the folder is given free.
    private let lockDescriptor: Mutex<CInt?>
    /// A condition is judged and its object written under one of these.
    private let locks: [NIOLock]

    private init(tree: FolderTree, pool: NIOThreadPool, lockDescriptor: CInt) {
        self.tree = tree
        self.pool = pool
        self.lockDescriptor = Mutex(lockDescriptor)
        uploads = tree.path(StoragePaths.uploads)
        locks = (0..<64).map { _ in NIOLock() }
    }

    deinit { release() }

    /// Gives the folder free for another registry, when nothing more is asked of this one.
    package func release() {
        let descriptor = lockDescriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        guard let descriptor else { return }
        // A child that was forked and has not begun its program yet holds the file too: closing alone would not do.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Opens `root`, making it if it is not there, and takes its lock; throws `denied` when another process holds it.
    package static func open(root: String, pool: NIOThreadPool = .singleton) async throws -> FilesystemStorageDriver {
        try await pool.runIfActive {
            guard mkdir(root, 0o700) == 0 || errno == EEXIST else { throw SystemCall.error("mkdir") }
            let tree = try FolderTree(root: root)
            let lock = try SystemCall.open("\(root)/.berth.lock", O_RDWR | O_CREAT)
            guard let lock else { throw StorageError.denied("the root directory cannot be made") }
            guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
                close(lock)
                throw StorageError.denied("another registry uses this root directory")
            }
            let driver = FilesystemStorageDriver(tree: tree, pool: pool, lockDescriptor: lock)
            try driver.tree.synchronize(Set(try driver.tree.makeDirectories(driver.uploads)))
            try driver.removeLeftovers()
            return driver
        }
    }

    /// Removes temporary files of a process that died; nothing else.
    private func removeLeftovers() throws {
        for entry in try FolderListing.entries(uploads) where entry.name.hasPrefix(TemporaryFile.namePrefix) {
            unlink("\(uploads)/\(entry.name)")
        }
    }

    package func content(at path: StoragePath, limit: Int) async throws -> StoredContent? {
        try await pool.runIfActive { try self.contentBlocking(self.tree.path(path), limit: limit) }
    }

    private func contentBlocking(_ path: String, limit: Int) throws -> StoredContent? {
        guard let descriptor = try SystemCall.open(path, O_RDONLY) else { return nil }
        let status: stat
        do {
            status = try SystemCall.status(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        let file = OpenFile(descriptor: descriptor, size: Int64(status.st_size))
        guard status.isRegularFile else { return nil }
        guard status.st_size <= limit else { throw StorageError.tooLarge(limit: limit) }
        return StoredContent(bytes: try file.read(0..<file.size), entityTag: status.fingerprint)
    }

    package func stat(_ path: StoragePath) async throws -> StoredObject? {
        try await pool.runIfActive {
            guard let status = try SystemCall.status(at: self.tree.path(path)), status.isRegularFile else { return nil }
            return Self.object(status)
        }
    }

    private static func object(_ status: Glibc.stat) -> StoredObject {
        StoredObject(
            size: Int64(status.st_size),
            modified: Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec)),
            entityTag: status.fingerprint
        )
    }

    package func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)? {
        try await pool.runIfActive {
            guard let descriptor = try SystemCall.open(self.tree.path(path), O_RDONLY) else { return nil }
            let status: Glibc.stat
            do {
                status = try SystemCall.status(descriptor)
            } catch {
                close(descriptor)
                throw error
            }
            let file = OpenFile(descriptor: descriptor, size: Int64(status.st_size))
            guard status.isRegularFile else { return nil }
            let whole = 0..<file.size
            let shown = (range ?? whole).clamped(to: whole)
            guard shown.count > Self.smallLimit else { return (Self.object(status), .bytes(try file.read(shown))) }
            return (Self.object(status), .file(file, shown))
        }
    }

    @discardableResult
    package func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String {
        let target = tree.path(path)
        let lock = locks[Int(UInt(bitPattern: path.hashValue) % 64)]
        return try await pool.runIfActive {
            try lock.withLock { try self.putBlocking(bytes, target, condition) }
        }
    }

    private func putBlocking(_ bytes: ByteBuffer, _ target: String, _ condition: WriteCondition) throws -> String {
        let present = try SystemCall.status(at: target)
        switch condition {
        case .ifAbsent where present != nil: throw StorageError.conditionFailed
        case .ifMatch(let tag) where present?.fingerprint != tag: throw StorageError.conditionFailed
        case .none, .ifAbsent, .ifMatch: break
        }
        if present != nil, case .none = condition, let tag = try confirm(bytes, at: target) { return tag }
        let file = try TemporaryFile(in: uploads)
        defer { file.discard() }
        try bytes.withUnsafeReadableBytes { try SystemCall.write($0, to: file.descriptor) }
        var changed: Set<String> = []
        if !tree.ordersMetadata { try SystemCall.synchronize(file.descriptor) }
        if present == nil, try tree.link(file, to: target, changed: &changed) {
            if tree.ordersMetadata { try SystemCall.synchronize(file.descriptor) }
        } else {
            if tree.ordersMetadata { try SystemCall.synchronize(file.descriptor) }
            try file.replace(target, by: uploads)
            changed.insert(FolderTree.parent(target))
            if tree.ordersMetadata { try SystemCall.synchronize(directory: FolderTree.parent(target)) }
        }
        if !tree.ordersMetadata { try tree.synchronize(changed) }
        return try SystemCall.status(file.descriptor).fingerprint
    }

    /// When `target` already holds `bytes`, makes sure of their durability instead of writing them again.
    private func confirm(_ bytes: ByteBuffer, at target: String) throws -> String? {
        guard let descriptor = try SystemCall.open(target, O_RDONLY) else { return nil }
        let status = try SystemCall.status(descriptor)
        let file = OpenFile(descriptor: descriptor, size: Int64(status.st_size))
        guard Int(file.size) == bytes.readableBytes, try file.read(0..<file.size) == bytes else { return nil }
        try SystemCall.synchronize(descriptor)
        if !tree.ordersMetadata { try SystemCall.synchronize(directory: FolderTree.parent(target)) }
        return status.fingerprint
    }

    package func delete(_ paths: [StoragePath]) async throws {
        guard !paths.isEmpty else { return }
        try await pool.runIfActive {
            var changed: [String] = []
            for path in paths {
                let target = self.tree.path(path)
                if unlink(target) == 0 {
                    changed.append(FolderTree.parent(target))
                } else if errno != ENOENT && errno != ENOTDIR {
                    throw SystemCall.error("unlink")
                }
            }
            if self.tree.ordersMetadata, let last = changed.last {
                try SystemCall.synchronize(directory: last)
            } else {
                try self.tree.synchronize(Set(changed))
            }
            for path in paths { self.tree.prune(above: path) }
        }
    }

    package func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await pool.runIfActive {
            try FolderListing.children(self.tree.path(path), after: after, limit: limit)
        }
    }

    package func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await pool.runIfActive {
            try FolderListing.objects(self.tree.path(path), after: after, limit: limit)
        }
    }

    package func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter {
        try await pool.runIfActive { try FilesystemBlobWriter(driver: self, hasher: hasher) }
    }

    package func presignedURL(for path: StoragePath, expires: Duration) async throws -> String? { nil }

    package func checkHealth() async throws {
        try await pool.runIfActive {
            guard access(self.uploads, R_OK | W_OK | X_OK) == 0 else { throw SystemCall.error("access") }
        }
    }
}
