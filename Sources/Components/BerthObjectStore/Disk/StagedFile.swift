import Synchronization

/// A file below `staging/` while it is written; it goes with its last reference unless it was published.
final class StagedFile: Sendable {
    /// The name it has here and will have below `objects/`.
    let name: String
    let path: String
    let descriptor: CInt
    private let fileSystem: any FileSystem
    private let isOurs = Mutex(true)

    init(name: String, folder: String, fileSystem: any FileSystem) throws(StoreError) {
        self.name = name
        self.fileSystem = fileSystem
        path = "\(folder)/\(name)"
        descriptor = try fileSystem.create(path)
    }

    deinit {
        fileSystem.close(descriptor)
        if isOurs.withLock({ $0 }) { try? fileSystem.unlink(path) }
    }

    /// Tells that the name is no longer to be removed with this value.
    func letGo() { isOurs.withLock { $0 = false } }
}
