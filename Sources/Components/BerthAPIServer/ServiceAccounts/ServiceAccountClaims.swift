import JWTKit

/// What a service account's token says.
///
/// Bound tokens: <https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens>;
/// tokens in Secrets, as before Kubernetes 1.24, say it under longer names and never expire.
struct ServiceAccountClaims: JWTPayload, Hashable {
    /// An object by name and uid.
    struct Reference: Codable, Sendable, Hashable {
        var name: String
        var uid: String
    }

    /// `kubernetes.io`: the account, and what the token lives as long as.
    struct Binding: Codable, Sendable, Hashable {
        var namespace: String
        var serviceaccount: Reference
        var pod: Reference?
        var secret: Reference?
    }

    var iss: String
    var sub: String
    var aud: [String]?
    /// Seconds since 1970, as the next two.
    var exp: Int64?
    var iat: Int64?
    var nbf: Int64?
    var jti: String?
    var binding: Binding?
    var legacyNamespace: String?
    var legacySecretName: String?
    var legacyAccountName: String?
    var legacyAccountUID: String?

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, exp, iat, nbf, jti
        case binding = "kubernetes.io"
        case legacyNamespace = "kubernetes.io/serviceaccount/namespace"
        case legacySecretName = "kubernetes.io/serviceaccount/secret.name"
        case legacyAccountName = "kubernetes.io/serviceaccount/service-account.name"
        case legacyAccountUID = "kubernetes.io/serviceaccount/service-account.uid"
    }

    /// Nothing: times and owners are judged by ``ServiceAccountTokens`` with its own clock.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
