import GRDB
import Glibc

extension SQLiteResourceStore {
    /// Copies a state, in use or not, to a new file that only the owner can read, as one snapshot.
    ///
    /// Blocks.
    package static func copy(_ path: String, to target: String) throws {
        // SQLite fills an empty file, which keeps its mode
        let file = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SQLiteFileError.system(path: target, call: "open", errno: errno) }
        Glibc.close(file)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let source = try DatabaseQueue(path: path, configuration: configuration)
        try source.writeWithoutTransaction { db in try db.execute(sql: "VACUUM INTO ?", arguments: [target]) }
        try source.close()
    }
}
