/// What says how to reach etcd cannot be used.
package enum EtcdFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not there, or holds no certificate in PEM.
    case certificateUnreadable(path: String)
    /// It is not there, or holds no key in PEM.
    case keyUnreadable(path: String)
    /// A certificate and a key that do not belong together, or that TLS cannot use.
    case unusable(path: String)
    /// No `http://host:port` or `https://host:port`.
    case noURL(String)

    package var description: String {
        switch self {
        case .certificateUnreadable(let path): "\(path): no certificate in PEM can be read from it"
        case .keyUnreadable(let path): "\(path): no key in PEM can be read from it"
        case .unusable(let path): "\(path): TLS cannot use this certificate with its key"
        case .noURL(let text): "'\(text)' is no URL of an etcd; http://host:port or https://host:port is expected"
        }
    }
}
