/// A file that says how to reach etcd cannot be used.
package enum EtcdFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not there, or holds no certificate in PEM.
    case certificateUnreadable(path: String)
    /// It is not there, or holds no key in PEM.
    case keyUnreadable(path: String)

    package var description: String {
        switch self {
        case .certificateUnreadable(let path): "\(path): no certificate in PEM can be read from it"
        case .keyUnreadable(let path): "\(path): no key in PEM can be read from it"
        }
    }
}
