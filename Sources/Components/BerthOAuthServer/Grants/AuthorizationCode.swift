import Kubernetes

/// An OAuthAuthorizeToken object as this server reads it.
struct AuthorizationCode: Sendable {
    let objectName: String
    let uid: String
    let resourceVersion: String
    let grant: Grant
    private let object: JSONValue

    init(_ object: JSONValue) {
        self.object = object
        objectName = object.name
        uid = object.uid
        resourceVersion = object.resourceVersion
        grant = Grant(
            clientName: object["clientName"]?.string ?? "",
            user: KnownUser(name: object["userName"]?.string ?? "", uid: object["userUID"]?.string ?? ""),
            scopes: object["scopes"]?.strings ?? [],
            redirectURI: object["redirectURI"]?.string ?? ""
        )
    }

    /// Whether the code may still be exchanged.
    func isAlive(now: Double) -> Bool {
        object.deletionTimestamp == nil && (TokenStore.secondsLeft(object, now: now) ?? 0) > 0
    }

    /// Whether `verifier` proves what the code was asked for with (RFC 7636 §4.6).
    ///
    /// A verifier for a code that was asked for without a challenge is refused (RFC 9700 §2.1.1: no downgrade).
    func accepts(verifier: String?) -> Bool {
        let verifier = verifier ?? ""
        guard let challenge = object["codeChallenge"]?.string, !challenge.isEmpty else { return verifier.isEmpty }
        guard let key = ProofKey(challenge: challenge, method: object["codeChallengeMethod"]?.string) else {
            return false
        }
        return key.accepts(verifier: verifier)
    }
}
