/// Every endpoint; a path is looked at once, here.
enum OAuthRoute: Sendable, Equatable {
    case start
    case authorize
    case approve
    case token
    case info
    case revoke
    case tokenRequest
    case tokenDisplay
    case tokenImplicit
    /// The form of one provider, or of all.
    case login(provider: String?)
    case logout
    case metadata
    case health
    case readiness
    case metrics

    /// The endpoint of a path that is decoded once; nil when there is none.
    init?(path: String) {
        switch path {
        case "/": self = .start
        case "/oauth/authorize": self = .authorize
        case "/oauth/authorize/approve": self = .approve
        case "/oauth/token": self = .token
        case "/oauth/info": self = .info
        case "/oauth/revoke": self = .revoke
        case "/oauth/token/request": self = .tokenRequest
        case "/oauth/token/display": self = .tokenDisplay
        case "/oauth/token/implicit": self = .tokenImplicit
        case "/login": self = .login(provider: nil)
        case "/logout": self = .logout
        case "/.well-known/oauth-authorization-server": self = .metadata
        case "/healthz", "/livez": self = .health
        case "/readyz": self = .readiness
        case "/metrics": self = .metrics
        default:
            guard path.hasPrefix("/login/") else { return nil }
            let name = path.dropFirst("/login/".count)
            guard !name.isEmpty, !name.contains("/") else { return nil }
            self = .login(provider: String(name))
        }
    }

    /// Whether only browsers come here.
    var isPage: Bool {
        switch self {
        case .start, .approve, .tokenRequest, .tokenDisplay, .login, .logout: true
        default: false
        }
    }

    /// The label of the access log and the metrics.
    var handler: String {
        switch self {
        case .start: "start"
        case .authorize: "authorize"
        case .approve: "approve"
        case .token: "token"
        case .info: "info"
        case .revoke: "revoke"
        case .tokenRequest, .tokenDisplay, .tokenImplicit: "token_page"
        case .login: "login"
        case .logout: "logout"
        case .metadata: "metadata"
        case .health, .readiness: "health"
        case .metrics: "metrics"
        }
    }
}
