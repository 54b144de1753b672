import BerthPKI
import Glibc

/// The right to run on a data folder; it ends with the process that holds it, however that ends.
final class DataFolderLock: Sendable {
    private let descriptor: CInt

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        // A child that was forked and has not begun its program yet holds the file too: closing alone would not do.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock, or answers nil when a running process has it.
    static func take(_ folder: DataFolder) throws(PKIError) -> DataFolderLock? {
        let path = folder.run + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .fileUnusable(path: path, call: "open", code: errno) }
        var code = EWOULDBLOCK
        // whoever only asks for the holder has it too, for a moment
        for attempt in 0..<20 where code == EWOULDBLOCK {
            if attempt > 0 { usleep(5000) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return DataFolderLock(descriptor: descriptor) }
            code = errno
        }
        close(descriptor)
        guard code == EWOULDBLOCK else { throw .fileUnusable(path: path, call: "flock", code: code) }
        return nil
    }

    /// The process that runs on the folder now, nil when none does.
    static func holder(_ folder: DataFolder) -> pid_t? {
        let descriptor = open(folder.run + "/lock", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return PIDFile.read(folder.pidFile("up"))
    }
}
