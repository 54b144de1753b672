import Crypto
import JWTKit
package import Kubernetes
import Synchronization

/// The tokens of service accounts: JSON web tokens signed (ES256) with this server's own keys.
///
/// A token lives as long as its account and, when it is bound to one, its Secret or Pod: each use looks at them by
/// name and uid.
package final class ServiceAccountTokens: Sendable {
    /// `iss` of the tokens, and the audience of tokens that ask for none.
    package let issuer: String
    private static let algorithm = "ES256"

    private let objects: any LocalObjects
    /// Follows its file: what runs beside the server.
    let keys: ServiceAccountKeys
    /// Tokens whose signature was found right, by their hash; not whether they still live.
    private let verified: VerifiedTokens

    /// Reads the keys kept at `keyPath`, or makes one there (0600); tells `watches` when they change.
    package init(
        objects: any LocalObjects,
        keyPath: String,
        issuer: String,
        watches: RunningWatches = RunningWatches()
    ) async throws {
        let verified = VerifiedTokens()
        (self.objects, self.issuer, self.verified) = (objects, issuer, verified)
        keys = try await ServiceAccountKeys(path: keyPath) {
            // what a key signed that is forgotten is good no longer
            verified.forgetAll()
            watches.note(.identity([.group(ExactText("system:serviceaccounts"))]))
        }
    }

    /// The answer of `/.well-known/openid-configuration`; `externalURL` is this server's: `https://host:6443`.
    package func openIDConfiguration(externalURL: String) -> JSONValue {
        [
            "issuer": .string(issuer),
            "jwks_uri": .string(externalURL + "/openid/v1/jwks"),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [.string(Self.algorithm)],
        ]
    }

    /// The answer of `/openid/v1/jwks`, as `application/jwk-set+json`.
    package var keySet: JSONValue { keys.keySet }

    /// Signs a token.
    func issue(_ claims: ServiceAccountClaims) async throws -> String {
        let signing = keys.signing
        return try await signing.keys.sign(claims, kid: JWKIdentifier(string: signing.id))
    }

    /// The token that a Secret of type `kubernetes.io/service-account-token` holds; it never expires.
    func issue(secret: String, account: JSONValue) async throws -> String {
        let name = ServiceAccountName(namespace: account.namespace, name: account.name)
        return try await issue(
            ServiceAccountClaims(
                iss: issuer,
                sub: name.username,
                legacyNamespace: name.namespace,
                legacySecretName: secret,
                legacyAccountName: name.name,
                legacyAccountUID: account.uid
            )
        )
    }

    /// Whose token it is, and for which of the wanted audiences (none: this server).
    ///
    /// - Throws: ``TokenError``, or the store's errors.
    func verdict(
        onToken token: String,
        audiences: [String],
        now: Double,
        _ directory: IdentityDirectory
    ) async throws -> TokenAuthenticator.Verdict {
        let claims = try await claims(of: token)
        let wanted = audiences.isEmpty ? [issuer] : audiences
        let accepted = wanted.filter((claims.aud ?? [issuer]).holds)
        guard !accepted.isEmpty else { throw TokenError.audienceMismatch }
        if let binding = claims.binding {
            guard let expiry = claims.exp, now < Double(expiry) else { throw TokenError.expired }
            guard now >= Double(claims.nbf ?? 0) - 60 else { throw TokenError.unknown }
            let user = try await user(binding, id: claims.jti, directory)
            return TokenAuthenticator.Verdict(user: user, audiences: accepted, expiry: Double(expiry))
        }
        let user = try await user(ofLegacy: claims, token: token, directory)
        return TokenAuthenticator.Verdict(user: user, audiences: accepted)
    }

    private func user(
        _ binding: ServiceAccountClaims.Binding,
        id: String?,
        _ directory: IdentityDirectory
    ) async throws -> UserInfo {
        let account = ServiceAccountName(namespace: binding.namespace, name: binding.serviceaccount.name)
        try await checkAccount(account, uid: binding.serviceaccount.uid, directory)
        var extra: [String: [String]] = [:]
        if let id { extra["authentication.kubernetes.io/credential-id"] = ["JTI=\(id)"] }
        for (resource, reference) in [("secrets", binding.secret), ("pods", binding.pod)] {
            guard let reference else { continue }
            let owner = try await objects.get(
                GroupResource(group: "", resource: resource),
                namespace: account.namespace,
                name: reference.name
            )
            guard let owner, owner.uid == reference.uid, owner.deletionTimestamp == nil else {
                throw TokenError.ownerGone
            }
        }
        if let pod = binding.pod {
            extra["authentication.kubernetes.io/pod-name"] = [pod.name]
            extra["authentication.kubernetes.io/pod-uid"] = [pod.uid]
        }
        return Self.user(account, uid: binding.serviceaccount.uid, extra: extra)
    }

    private func user(
        ofLegacy claims: ServiceAccountClaims,
        token: String,
        _ directory: IdentityDirectory
    ) async throws -> UserInfo {
        guard let namespace = claims.legacyNamespace, let secretName = claims.legacySecretName,
            let name = claims.legacyAccountName, let uid = claims.legacyAccountUID
        else { throw TokenError.unknown }
        let account = ServiceAccountName(namespace: namespace, name: name)
        try await checkAccount(account, uid: uid, directory)
        let secret = try await objects.get(
            GroupResource(group: "", resource: "secrets"),
            namespace: namespace,
            name: secretName
        )
        // the Secret holds this very token
        guard let secret, secret.deletionTimestamp == nil, let kept = secret["data"]?["token"]?.string,
            Base64URL.decode(kept).map({ $0.elementsEqual(token.utf8) }) == true
        else { throw TokenError.ownerGone }
        return Self.user(account, uid: uid, extra: [:])
    }

    private func checkAccount(_ account: ServiceAccountName, uid: String, _ directory: IdentityDirectory) async throws {
        let object = try await directory.get(
            IdentityDirectory.serviceAccounts,
            namespace: account.namespace,
            name: account.name
        )
        guard let object, !uid.isEmpty, object.uid == uid, object.deletionTimestamp == nil else {
            throw TokenError.ownerGone
        }
    }

    private static func user(_ account: ServiceAccountName, uid: String, extra: [String: [String]]) -> UserInfo {
        UserInfo(
            username: account.username,
            uid: uid,
            groups: account.groups + ["system:authenticated"],
            extra: extra
        )
    }

    /// Whether a byte may stand in the compact form of a JWT: base64url without padding, and the dots.
    private static func isCompact(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The claims of a token that this server signed.
    ///
    /// The keys and the algorithm are ours, whatever the token's header names: it must name just them.
    private func claims(of token: String) async throws -> ServiceAccountClaims {
        let digest = SHA256.hash(data: Array(token.utf8))
        if let claims = verified[digest] { return claims }
        let known = verified.generation
        // padding or spaces would give one token several spellings (RFC 7515 §2)
        guard token.utf8.allSatisfy(Self.isCompact),
            let headerText = token.split(separator: ".", omittingEmptySubsequences: false).first,
            let bytes = Base64URL.decode(headerText),
            let header = try? JSONValue(parsing: bytes, limits: JSONLimits(depthLimit: 4, nodeLimit: 32)),
            header["alg"]?.string == Self.algorithm, header["crit"] == nil,
            let id = header["kid"]?.string, let keys = keys.verifying(id),
            let claims = try? await keys.verify(token, as: ServiceAccountClaims.self), claims.iss == issuer
        else { throw TokenError.unknown }
        verified.remember(claims, of: digest, since: known)
        return claims
    }
}

/// Claims of tokens whose signature was found right, until the keys change.
private final class VerifiedTokens: Sendable {
    private struct State {
        var cache = BoundedCache<SHA256.Digest, ServiceAccountClaims>(limit: 5000)
        var generation = 0
    }

    private let state = Mutex(State())

    /// How often everything was forgotten.
    var generation: Int { state.withLock { $0.generation } }

    subscript(digest: SHA256.Digest) -> ServiceAccountClaims? { state.withLock { $0.cache[digest] } }

    /// Remembers claims unless the keys changed since they were verified.
    func remember(_ claims: ServiceAccountClaims, of digest: SHA256.Digest, since generation: Int) {
        state.withLock { state in
            if state.generation == generation { state.cache[digest] = claims }
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.cache = BoundedCache(limit: 5000)
            state.generation += 1
        }
    }
}
