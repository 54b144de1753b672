/// Why a store's file is not opened; what the administrator reads.
package enum SQLiteFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another process has it.
    case inUse(path: String)
    /// It is not a store of this program.
    case foreign(path: String)
    /// It was written by a newer program.
    case newerFormat(path: String, version: Int, known: Int)
    /// It does not hold together; a backup is needed.
    case damaged(path: String, finding: String)
    case system(path: String, call: String, errno: Int32)

    package var description: String {
        switch self {
        case .inUse(let path): "\(path) is in use by another process"
        case .foreign(let path): "\(path) is not a store of the API server"
        case .newerFormat(let path, let version, let known):
            "\(path) has format \(version), this program knows \(known): run the newer program"
        case .damaged(let path, let finding): "\(path) is damaged (\(finding)): restore a backup"
        case .system(let path, let call, let errno): "\(path): \(call): error \(errno)"
        }
    }
}
