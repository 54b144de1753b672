import Crypto
import Glibc
import Synchronization

/// Writes a backup beside its place and moves it there once it is whole and synced; all calls block, one at a time.
final class BackupFileWriter: Sendable {
    private struct State {
        var hash = SHA256()
        var waiting: [UInt8] = []
        var isOpen = true
    }

    private static let chunkSize = 1 << 20

    private let path: String
    private let temporary: String
    private let file: CInt
    private let state = Mutex(State())

    init(path: String) throws(StateBackupError) {
        self.path = path
        temporary = "\(path).\(UInt32.random(in: 0 ... .max)).tmp"
        file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(path: temporary, call: "open", errno: errno) }
    }

    func write(_ line: String) throws(StateBackupError) {
        try state.withLock { state throws(StateBackupError) in
            state.waiting += Array(line.utf8)
            if state.waiting.count >= Self.chunkSize { try flush(&state) }
        }
    }

    /// Ends the file with its checksum and gives it its name, durably.
    func finish(objects: Int) throws(StateBackupError) {
        try state.withLock { state throws(StateBackupError) in
            try flush(&state)
            let checksum = state.hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            state.waiting = Array(BackupLine.trailer(objects: objects, checksum: checksum).utf8)
            try flush(&state)
            guard fsync(file) == 0 else { throw failure("fsync") }
            close(file)
            state.isOpen = false
            guard rename(temporary, path) == 0 else { throw failure("rename") }
        }
        try syncFolder()
    }

    /// Removes what was written.
    func abandon() {
        state.withLock { state in
            if state.isOpen { close(file) }
            state.isOpen = false
        }
        unlink(temporary)
    }

    private func flush(_ state: inout State) throws(StateBackupError) {
        state.hash.update(data: state.waiting)
        var done = 0
        while done < state.waiting.count {
            let count = state.waiting[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            done += count
        }
        state.waiting.removeAll(keepingCapacity: true)
    }

    private func syncFolder() throws(StateBackupError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    private func failure(_ call: String) -> StateBackupError { .system(path: path, call: call, errno: errno) }
}
