import Synchronization

/// A file of zeros that is given up when the disk is full, so that deletes and the journal still find room (D13).
final class DiskReserve: Sendable {
    private let directory: String
    private let path: String
    private let size: Int64
    private let fileSystem: any FileSystem
    private let isHeld = Mutex(false)

    init(directory: String, size: Int64, fileSystem: any FileSystem) {
        self.directory = directory
        path = "\(directory)/RESERVE"
        self.size = size
        self.fileSystem = fileSystem
    }

    /// Gives the space free; false when it was given already.
    func release() -> Bool {
        guard
            isHeld.withLock({ held in
                defer { held = false }
                return held
            })
        else { return false }
        return (try? fileSystem.unlink(path)) != nil
    }

    /// Takes the space again once there is twice as much; not taking it is no failure.
    func restoreIfPossible() {
        guard size > 0, !isHeld.withLock({ $0 }) else { return }
        do {
            guard try fileSystem.space(at: directory).free > 2 * size else { return }
            try take()
            isHeld.withLock { $0 = true }
        } catch {
            try? fileSystem.unlink(path)
        }
    }

    private func take() throws(StoreError) {
        if try fileSystem.attributes(at: path)?.size == size { return }
        try fileSystem.unlink(path)
        let file = try fileSystem.create(path)
        defer { fileSystem.close(file) }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var offset: Int64 = 0
        while offset < size {
            let count = Int(min(Int64(zeros.count), size - offset))
            try fileSystem.write(Array(zeros.prefix(count)), to: file, at: offset)
            offset += Int64(count)
        }
        try fileSystem.sync(file)
    }
}
