import Kubernetes

/// Who is bound to a role: `rbac.authorization.k8s.io/v1 Subject`.
enum RBACSubject: Hashable, Sendable {
    case user(ExactText)
    case group(ExactText)

    /// The subject of a binding in `namespace`, with what refusals and reviews call it; nil for a kind that nobody is.
    ///
    /// A service account is the user that it acts as; without a namespace it is one of the binding's.
    static func read(_ json: JSONValue, namespace: String) -> (subject: RBACSubject, description: String)? {
        guard let name = json["name"]?.string else { return nil }
        switch json["kind"]?.string {
        case "User": return (.user(ExactText(name)), "User \(name.quoted)")
        case "Group": return (.group(ExactText(name)), "Group \(name.quoted)")
        case "ServiceAccount":
            let own = json["namespace"]?.string ?? ""
            let account = ServiceAccountName(namespace: own.isEmpty ? namespace : own, name: name)
            guard !account.namespace.isEmpty else { return nil }
            return (.user(ExactText(account.username)), "ServiceAccount \("\(name)/\(account.namespace)".quoted)")
        default: return nil
        }
    }

    /// Everything that a user is: itself and its groups.
    static func all(of user: UserInfo) -> [RBACSubject] {
        [.user(ExactText(user.username))] + user.groups.map { .group(ExactText($0)) }
    }
}
