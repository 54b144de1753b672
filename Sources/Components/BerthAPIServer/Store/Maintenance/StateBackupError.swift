/// Why a backup is not restored or not written; what the administrator reads.
package enum StateBackupError: Error, Sendable, Hashable, CustomStringConvertible {
    case system(path: String, call: String, errno: Int32)
    /// It is not a backup of the API server.
    case foreign(path: String)
    case newerFormat(version: Int64, known: Int64)
    /// A line cannot be read.
    case damaged(line: Int)
    /// The end is missing.
    case truncated
    /// What was read is not what was written.
    case checksum

    package var description: String {
        switch self {
        case .system(let path, let call, let errno): "\(path): \(call): error \(errno)"
        case .foreign(let path): "\(path) is not a backup of the API server"
        case .newerFormat(let version, let known):
            "the backup has format \(version), this program knows \(known): use the newer program"
        case .damaged(let line): "the backup is damaged at line \(line)"
        case .truncated: "the backup is not whole: its end is missing"
        case .checksum: "the backup is damaged: its checksum does not match"
        }
    }
}
