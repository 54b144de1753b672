/// Why a certificate or key could not be made, read or kept.
package enum PKIError: Error, Equatable, CustomStringConvertible {
    /// A system call on a file failed; `call` is its name, `code` its errno.
    case fileUnusable(path: String, call: String, code: Int32)
    /// The file is there and is not what its name says.
    case contentMalformed(path: String)
    /// The certificate of the authority and its key do not belong together.
    case keyMismatch(path: String)
    /// The text is neither an IP address nor a DNS name.
    case nameMalformed(String)

    package var description: String {
        switch self {
        case .fileUnusable(let path, let call, let code): "\(path): \(call) failed: \(AtomicFile.message(of: code))"
        case .contentMalformed(let path): "\(path): this is not the PEM file that was expected"
        case .keyMismatch(let path): "\(path): certificate and key do not belong together"
        case .nameMalformed(let text): "'\(text)' is neither an IP address nor a DNS name"
        }
    }
}
