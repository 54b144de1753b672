/// Why an API server does not start.
package enum APIServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Its folder cannot be made.
    case directory(String, code: Int32)

    package var description: String {
        switch self {
        case .directory(let path, let code): "the folder \(path) cannot be made (errno \(code))"
        }
    }
}
