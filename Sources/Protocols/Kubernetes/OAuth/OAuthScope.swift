/// What a token is good for, within what its user may do (OpenShift's scopes of the API).
package enum OAuthScope: Sendable, Hashable {
    case user(String)
    /// `role:<cluster role>:<namespace or *>[:!]`; with `!` escalating resources such as secrets are included.
    case role(name: String, namespace: String, allowsEscalation: Bool)

    /// Everything the user may do; what a token gets when nothing was asked for.
    package static let full = "user:full"
    /// The scopes that begin with `user:`, in the order of the metadata document.
    package static let userScopes = [
        "user:check-access", "user:full", "user:info", "user:list-projects", "user:list-scoped-projects",
    ]

    /// Reads a scope; nil when it is none.
    package init?(_ text: String) {
        guard !Self.userScopes.contains(text) else {
            self = .user(text)
            return
        }
        guard text.hasPrefix("role:"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        var rest = text.dropFirst(5)
        let allowsEscalation = rest.hasSuffix(":!")
        if allowsEscalation { rest = rest.dropLast(2) }
        // names of roles may hold colons, those of namespaces may not
        guard let colon = rest.lastIndex(of: ":") else { return nil }
        let name = rest[..<colon]
        let namespace = rest[rest.index(after: colon)...]
        guard !name.isEmpty, !namespace.isEmpty else { return nil }
        self = .role(name: String(name), namespace: String(namespace), allowsEscalation: allowsEscalation)
    }
}
