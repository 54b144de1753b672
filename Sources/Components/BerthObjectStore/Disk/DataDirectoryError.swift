/// Why a data directory cannot be used.
package enum DataDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process works on it.
    case inUse(pid: String)
    /// It was written by a version with another format.
    case unknownFormat(String)
    /// It holds files of a store, but not the one that says which.
    case noFormat
    /// Records that were acknowledged are missing or broken.
    case damaged(String)

    package var description: String {
        switch self {
        case .inUse(let pid): "the data directory is in use by the process \(pid)"
        case .unknownFormat(let found): "the data directory has the unknown format '\(found)'"
        case .noFormat: "the directory holds objects but no FORMAT file: it is not touched"
        case .damaged(let what): "the data directory is damaged: \(what)"
        }
    }
}
