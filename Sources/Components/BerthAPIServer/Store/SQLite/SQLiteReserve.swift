import Glibc
import Synchronization

/// A file of nothing that is given up when the disk is full, so that deletes still find room (D13); all calls block.
final class SQLiteReserve: Sendable {
    private let path: String
    private let size: Int
    private let isHeld = Mutex(false)

    init(path: String, size: Int) { (self.path, self.size) = (path, size) }

    /// Gives the space free; false when it was given already.
    func release() -> Bool {
        let wasHeld = isHeld.withLock { held in
            defer { held = false }
            return held
        }
        return wasHeld && unlink(path) == 0
    }

    /// Takes the space again once there is four times as much; not taking it is no failure.
    func restoreIfPossible() {
        guard size > 0, !isHeld.withLock({ $0 }) else { return }
        var disk = statvfs()
        guard statvfs(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", &disk) == 0,
            UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize)).partialValue > UInt64(size) * 4
        else { return }
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        guard posix_fallocate(file, 0, off_t(size)) == 0 else {
            unlink(path)
            return
        }
        isHeld.withLock { $0 = true }
    }
}
