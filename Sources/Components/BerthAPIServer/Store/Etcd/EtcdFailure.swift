/// Why etcd did not do what was asked.
enum EtcdFailure: Error, Hashable {
    /// The asked revision is gone; with the oldest that is there, if etcd tells.
    case compacted(oldest: Int64?)
    case future
    case tooLarge
    /// etcd's disk or quota is full. It looks before it takes a change and again when it makes it; what fails only then was made.
    case full
    /// The answer has more bytes than we take.
    case answerTooLarge
    /// The token is not valid any more.
    case unauthenticated
    /// It never reached an endpoint: nothing was done.
    case notSent(String)
    /// No answer in time: it may or may not have been done.
    case timedOut
    /// It may or may not have been done.
    case unknownOutcome(String)
    /// etcd said no.
    case refused(String)

    /// From gRPC's status (https://grpc.io/docs/guides/status-codes/) and etcd's text.
    init(code: Int, message: String) {
        switch code {
        case 11 where message.contains("compacted"): self = .compacted(oldest: nil)
        case 11 where message.contains("future"): self = .future
        case 3 where message.contains("too large"): self = .tooLarge
        case 8 where message.contains("larger than max"): self = .tooLarge
        case 8 where message.contains("space exceeded"): self = .full
        case 16: self = .unauthenticated
        case 3 where message.contains("auth store is old"): self = .unauthenticated
        case 4: self = .timedOut
        case 1, 2, 10, 13, 14: self = .unknownOutcome(message)
        default: self = .refused(message)
        }
    }

    /// Whether surely nothing was done.
    var isWithoutEffect: Bool {
        if case .notSent = self { true } else { false }
    }

    /// What the API server tells.
    var storeError: StoreError {
        switch self {
        case .compacted(let oldest): .expired(oldest: oldest ?? 0)
        case .future: .future(current: 0)
        case .tooLarge: .tooLarge(limit: EtcdResourceStore.valueSizeLimit)
        case .full: .full
        case .answerTooLarge: .unavailable("etcd's answer is too large")
        case .unauthenticated: .unavailable("etcd refuses the user")
        case .notSent(let text): .unavailable("etcd cannot be reached: \(text)")
        case .timedOut: .unavailable("etcd did not answer in time, the outcome is not known")
        case .unknownOutcome(let text): .unavailable("etcd did not answer, the outcome is not known: \(text)")
        case .refused(let text): .unavailable("etcd refuses: \(text)")
        }
    }
}
