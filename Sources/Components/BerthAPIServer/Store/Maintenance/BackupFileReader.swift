import Crypto
import Glibc
import Kubernetes
import NIOCore
import Synchronization

/// Reads a backup line by line and judges it: it ends well only if the file is whole and unchanged.
///
/// All calls block.
final class BackupFileReader: Sendable {
    private struct State {
        var hash = SHA256()
        /// Bytes read and not yet given, from `start` on.
        var buffer: [UInt8] = []
        var start = 0
        var line = 0
        var objects = 0
        var isEnded = false
    }

    private static let chunkSize = 1 << 20

    private let path: String
    private let file: CInt
    private let revision: Int64
    private let state: Mutex<State>

    init(path: String) throws(StateBackupError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(path: path, call: "open", errno: errno) }
        var state = State()
        do throws(StateBackupError) {
            guard let line = try Self.line(file, path, &state) else { throw .foreign(path: path) }
            guard let json = try? JSONValue(parsing: line) else { throw .foreign(path: path) }
            revision = try BackupLine.revision(ofHeader: json, path: path)
            state.hash.update(data: line + [UInt8(ascii: "\n")])
        } catch {
            close(file)
            throw error
        }
        self.path = path
        self.file = file
        self.state = Mutex(state)
    }

    deinit { close(file) }

    /// What was read; of the whole file once ``next()`` gave nil.
    var summary: StateBackup.Summary {
        StateBackup.Summary(objects: state.withLock { $0.objects }, revision: revision)
    }

    /// The next object; nil at an end that fits all that was read.
    func next() throws(StateBackupError) -> (key: ResourceKey, value: ByteBuffer)? {
        try state.withLock { state throws(StateBackupError) in
            guard !state.isEnded else { return nil }
            guard let line = try Self.line(file, path, &state) else { throw .truncated }
            guard let json = try? JSONValue(parsing: line) else { throw .damaged(line: state.line) }
            if let object = BackupLine.object(json) {
                state.hash.update(data: line + [UInt8(ascii: "\n")])
                state.objects += 1
                return object
            }
            guard let checksum = json["sha256"]?.string else { throw .damaged(line: state.line) }
            let found = state.hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            guard checksum == found, json["objects"]?.integer == Int64(state.objects) else { throw .checksum }
            guard try Self.line(file, path, &state) == nil else { throw .damaged(line: state.line) }
            state.isEnded = true
            return nil
        }
    }

    /// The next line without its end; nil at the end of the file.
    private static func line(_ file: CInt, _ path: String, _ state: inout State) throws(StateBackupError) -> [UInt8]? {
        var searched = state.start
        while true {
            if let end = state.buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { state.start = end + 1 }
                state.line += 1
                return Array(state.buffer[state.start..<end])
            }
            guard state.buffer.count - state.start < BackupLine.lengthLimit else {
                throw .damaged(line: state.line + 1)
            }
            state.buffer.removeFirst(state.start)
            state.start = 0
            searched = state.buffer.count
            var chunk = [UInt8](repeating: 0, count: chunkSize)
            let count = chunk.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(path: path, call: "read", errno: errno) }
            guard count > 0 else {
                guard state.buffer.isEmpty else { throw .truncated }
                return nil
            }
            state.buffer += chunk[..<count]
        }
    }
}
