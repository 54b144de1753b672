import BerthPasswords
import Kubernetes

/// An OAuthClient object as this server reads it.
struct OAuthClient: Sendable {
    /// How a user's consent is had.
    enum GrantMethod: Sendable {
        case auto, prompt, deny
    }

    let name: String
    private let secrets: [String]
    let respondsWithChallenges: Bool
    let redirectURIs: [String]
    let grantMethod: GrantMethod
    private let scopeRestrictions: [JSONValue]
    /// 0: never.
    let accessTokenSeconds: Int?
    let inactivitySeconds: Int?

    /// Nil for an object that is being deleted.
    init?(_ object: JSONValue) {
        guard object.deletionTimestamp == nil else { return nil }
        name = object.name
        secrets = ([object["secret"]?.string ?? ""] + (object["additionalSecrets"]?.strings ?? [])).filter {
            !$0.isEmpty
        }
        respondsWithChallenges = object["respondWithChallenges"]?.bool ?? false
        redirectURIs = object["redirectURIs"]?.strings ?? []
        grantMethod =
            switch object["grantMethod"]?.string {
            case "auto": .auto
            case "prompt": .prompt
            // as on a cluster: each client has to say
            default: .deny
            }
        scopeRestrictions = object["scopeRestrictions"]?.array ?? []
        accessTokenSeconds = object["accessTokenMaxAgeSeconds"]?.integer.flatMap { Int(exactly: $0) }
        inactivitySeconds = object["accessTokenInactivityTimeoutSeconds"]?.integer.flatMap { Int(exactly: $0) }
    }

    /// Nothing of it is secret: it has to prove by PKCE that a code is its own (RFC 9700 §2.1.1).
    var isPublic: Bool { secrets.isEmpty }

    /// Whether `secret` is one of the client's; a public client has the empty one.
    ///
    /// All of them are compared, each in a time that does not depend on where it differs.
    func accepts(secret: String) -> Bool {
        guard !isPublic else { return secret.isEmpty }
        var isAccepted = false
        for own in secrets where PasswordHash.isEqual(own, secret) { isAccepted = true }
        return isAccepted
    }

    /// Whether the client may ask for `scope` (`scopeRestrictions`; none of them allow everything).
    func mayAsk(for scope: OAuthScope, text: String) -> Bool {
        guard !scopeRestrictions.isEmpty else { return true }
        return scopeRestrictions.contains { restriction in
            if restriction["literals"]?.strings.contains(where: { $0.utf8.elementsEqual(text.utf8) }) ?? false {
                return true
            }
            guard let roles = restriction["clusterRole"],
                case .role(let name, let namespace, let allowsEscalation) = scope
            else { return false }
            let isNamed = { (list: String, value: String) in
                roles[list]?.strings.contains { $0 == "*" || $0.utf8.elementsEqual(value.utf8) } ?? false
            }
            return isNamed("roleNames", name) && isNamed("namespaces", namespace)
                && (!allowsEscalation || roles["allowEscalation"]?.bool ?? false)
        }
    }
}
