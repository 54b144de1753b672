/// Why a bearer token is refused; clients are told `Unauthorized` and nothing else.
enum TokenError: Error, Sendable, Hashable {
    /// Not a token of this server, or its object is gone.
    case unknown
    case expired
    /// Not used for longer than its client allows.
    case inactive
    /// Its user is gone, or another one of the same name.
    case userGone
    /// The service account, or the Secret or Pod that the token was bound to, is gone.
    case ownerGone
    /// Issued for somebody else.
    case audienceMismatch

    /// What a token review says.
    var text: String {
        switch self {
        case .unknown: "the token is not known"
        case .expired: "token is expired"
        case .inactive: "token timed out"
        case .userGone: "the token's user has been deleted"
        case .ownerGone: "the token has been invalidated"
        case .audienceMismatch: "token audiences do not match"
        }
    }
}
