/// Why etcd did not do what was asked.
enum EtcdFailure: Error, Hashable {
    /// The asked revision is gone; with the oldest that is there, if etcd tells.
    case compacted(oldest: Int64?)
    case future
    case tooLarge
    /// The token is not valid any more.
    case unauthenticated
    /// No endpoint could be reached: nothing was done.
    case notSent(String)
    /// It may or may not have been done.
    case unknownOutcome(String)
    /// etcd said no.
    case refused(String)

    /// From the gateway's error document: a gRPC code and a text.
    init(code: Int64, message: String) {
        switch code {
        case 11 where message.contains("compacted"): self = .compacted(oldest: nil)
        case 11 where message.contains("future"): self = .future
        case 3 where message.contains("too large"): self = .tooLarge
        case 16: self = .unauthenticated
        case 3 where message.contains("auth store is old"): self = .unauthenticated
        case 1, 2, 4, 10, 14: self = .unknownOutcome(message)
        default: self = .refused(message)
        }
    }

    /// What the API server tells.
    var storeError: StoreError {
        switch self {
        case .compacted(let oldest): .expired(oldest: oldest ?? 0)
        case .future: .future(current: 0)
        case .tooLarge: .tooLarge(limit: EtcdResourceStore.valueSizeLimit)
        case .unauthenticated: .unavailable("etcd refuses the user")
        case .notSent(let text): .unavailable("etcd cannot be reached: \(text)")
        case .unknownOutcome(let text): .unavailable("etcd did not answer, the outcome is not known: \(text)")
        case .refused(let text): .unavailable("etcd refuses: \(text)")
        }
    }
}
