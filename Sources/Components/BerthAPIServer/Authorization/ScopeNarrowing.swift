import Kubernetes

/// How the scopes of a token narrow its user's rights in one namespace.
struct ScopeNarrowing: Sendable {
    /// All that is left; the user must hold it too.
    let rules: [PolicyRule]
    /// What is said of everything else.
    let refusal: String

    /// nil when the user has no scopes, or all rights of its own.
    init?(of user: UserInfo, in namespace: String, _ snapshot: RBACSnapshot) {
        guard let texts = user.extra[OAuthScope.extraKey], !texts.isEmpty, !texts.holds("user:full") else { return nil }
        var rules = [Self.discovery]
        var errors: [String] = []
        for text in texts {
            guard let scope = OAuthScope(text) else {
                errors.append("no scope evaluator found for \(text.quoted)")
                continue
            }
            if let allowed = scope.rules(in: namespace, snapshot) {
                rules += allowed
            } else if case .role(let name, _, _) = scope {
                errors.append(RoleReference.clusterRole(name).notFound)
            }
        }
        self.rules = rules
        var refusal = "scopes [\(texts.joined(separator: " "))] prevent this action"
        if !errors.isEmpty {
            let text = errors.count == 1 ? errors[0] : "[\(errors.joined(separator: ", "))]"
            refusal += ", additionally the following non-fatal errors were reported: \(text)"
        }
        self.refusal = refusal
    }

    /// Every token may ask what the server offers.
    private static let discovery = PolicyRule(
        ["get"],
        paths: [
            "/", "/version", "/version/*", "/api", "/api/*", "/apis", "/apis/*", "/oapi", "/oapi/*", "/openapi/v2",
            "/openapi/v3", "/openapi/v3/*", "/swaggerapi", "/swaggerapi/*", "/swagger.json", "/osapi", "/osapi/",
            "/.well-known", "/.well-known/*",
        ]
    )
}

/// Which projects the scopes of a token let its user list.
enum ProjectScope: Hashable, Sendable {
    case everything
    case some(Set<String>)

    init(of user: UserInfo) {
        guard let texts = user.extra[OAuthScope.extraKey], !texts.isEmpty else {
            self = .everything
            return
        }
        var namespaces: Set<String> = []
        for scope in texts.compactMap(OAuthScope.init) {
            switch scope {
            case .user(OAuthScope.full), .user("user:list-projects"), .role(_, "*", _):
                self = .everything
                return
            case .role(_, let namespace, _): namespaces.insert(namespace)
            case .user: break
            }
        }
        self = .some(namespaces)
    }
}
