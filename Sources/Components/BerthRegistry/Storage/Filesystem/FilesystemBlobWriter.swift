import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A blob on its way into a folder: a nameless file that gets its final name at commit.
final class FilesystemBlobWriter: BlobWriter {
    private let driver: FilesystemStorageDriver
    private let hasher: BlobHasher
    private let file: Mutex<TemporaryFile?>

    /// Blocking; begins an empty file.
    init(driver: FilesystemStorageDriver, hasher: BlobHasher) throws {
        self.driver = driver
        self.hasher = hasher
        file = Mutex(try TemporaryFile(in: driver.uploads))
    }

    deinit {
        file.withLock { $0?.discard() }
    }

    private func openFile() throws -> TemporaryFile {
        guard let file = file.withLock({ $0 }) else { throw StorageError.failed("the upload is over") }
        return file
    }

    func beginBody(length: Int64?) async throws {}

    func write(_ batch: [ByteBuffer]) async throws {
        try await driver.pool.runIfActive {
            let file = try self.openFile()
            for buffer in batch {
                try buffer.withUnsafeReadableBytes { try SystemCall.write($0, to: file.descriptor) }
                self.hasher.update(buffer)
            }
        }
    }

    func checkpoint() async throws {}

    func commit(as final: StoragePath?) async throws -> BlobPlacement {
        let path = final ?? StoragePaths.upload(RandomName.make())
        try await driver.pool.runIfActive {
            let tree = self.driver.tree
            let file = try self.openFile()
            let target = tree.path(path)
            var changed: Set<String> = []
            try SystemCall.synchronize(file.descriptor)
            if try !tree.link(file, to: target, changed: &changed) {
                try file.replace(target, by: self.driver.uploads)
                changed.insert(FolderTree.parent(target))
            }
            if !tree.ordersMetadata { try tree.synchronize(changed) }
        }
        await cancel()
        return final == nil ? .at(path) : .inPlace
    }

    func cancel() async {
        file.withLock { file in
            file?.discard()
            file = nil
        }
    }
}
