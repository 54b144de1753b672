import BerthPKI
import Glibc
import Synchronization

/// Where log lines go: standard error, or a file that is turned over before it fills the disk.
final class LogSink: Sendable {
    /// A file that has grown to this many bytes becomes `<name>.1`, and its predecessor goes.
    static let fileSizeLimit = 64 << 20

    private struct State {
        var descriptor: CInt
        var size: Int
    }

    private let path: String?
    private let state: Mutex<State>

    private init(path: String?, descriptor: CInt, size: Int) {
        self.path = path
        state = Mutex(State(descriptor: descriptor, size: size))
    }

    deinit {
        if path != nil { state.withLock { _ = close($0.descriptor) } }
    }

    /// Standard error.
    static let standardError = LogSink(path: nil, descriptor: STDERR_FILENO, size: 0)

    /// The file at `path`, made 0640 and appended to.
    static func file(_ path: String) throws(PKIError) -> LogSink {
        let descriptor = try opened(path)
        return LogSink(path: path, descriptor: descriptor, size: size(of: descriptor))
    }

    /// Writes one line with one call, so that lines of several processes do not mix; a failure is nobody's to hear.
    func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            state.withLock { state in
                if let path, state.size + bytes.count > Self.fileSizeLimit {
                    rename(path, path + ".1")
                    if let descriptor = try? Self.opened(path) {
                        close(state.descriptor)
                        state = State(descriptor: descriptor, size: 0)
                    }
                }
                let count = Glibc.write(state.descriptor, bytes.baseAddress, bytes.count)
                state.size += max(0, count)
            }
        }
    }

    private static func opened(_ path: String) throws(PKIError) -> CInt {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .fileUnusable(path: path, call: "open", code: errno) }
        return descriptor
    }

    private static func size(of descriptor: CInt) -> Int {
        max(0, Int(lseek(descriptor, 0, SEEK_END)))
    }
}
