import Kubernetes
import KubernetesClient

/// Codes and access tokens as API objects; the only place that makes and ends them.
struct TokenStore: Sendable {
    let client: KubernetesClient
    let providers: IdentityProviders
    let limits: OAuthServerLimits
    let now: @Sendable () -> Double
    private let spent = SpentCodes()

    init(
        client: KubernetesClient,
        providers: IdentityProviders,
        limits: OAuthServerLimits,
        now: @escaping @Sendable () -> Double
    ) {
        (self.client, self.providers, self.limits, self.now) = (client, providers, limits, now)
    }

    private static let apiVersion = "oauth.openshift.io/v1"

    /// The client of that name; nil when there is none.
    func oauthClient(_ name: String?) async throws -> OAuthClient? {
        guard let name, !name.isEmpty, name.utf8.count <= 253, !name.contains("/") else { return nil }
        return try await client.find(.oauthClients, name: name).flatMap { OAuthClient($0) }
    }

    /// Writes a code for `grant`.
    func makeCode(_ grant: Grant, state: String, proofKey: ProofKey?) async throws -> String {
        let code = OAuthTokenName.makeToken()
        var object = Self.object("OAuthAuthorizeToken", named: code, grant)
        object.set(.integer(Int64(limits.codeSeconds)), at: ["expiresIn"])
        if !state.isEmpty { object.set(.string(state), at: ["state"]) }
        if let proofKey {
            object.set(.string(proofKey.challenge), at: ["codeChallenge"])
            object.set(.string(proofKey.method.rawValue), at: ["codeChallengeMethod"])
        }
        _ = try await client.create(.oauthAuthorizeTokens, object)
        return code
    }

    /// The object of a code; nil when it was never made, is used up, or is no code at all.
    func code(_ text: String) async throws -> AuthorizationCode? {
        guard let name = OAuthTokenName.hashed(text) else { return nil }
        return try await client.find(.oauthAuthorizeTokens, name: name).map { AuthorizationCode($0) }
    }

    /// Uses up a code: of any number of calls at once for the same one, at most one returns true.
    ///
    /// The API server deletes exactly the object that was read, or says that it is gone. When its answer is lost the code is lost too.
    func consume(_ code: AuthorizationCode) async throws -> Bool {
        do {
            try await client.delete(
                .oauthAuthorizeTokens,
                name: code.objectName,
                preconditions: Preconditions(uid: code.uid, resourceVersion: code.resourceVersion)
            )
            return true
        } catch let error as KubernetesClientError where error.isNotFound || error.isConflict {
            return false
        }
    }

    /// Ends the token that a code was exchanged for, when somebody has the code a second time; whose it was, if there was one.
    func revokeToken(ofSpent code: String) async throws -> String? {
        guard let name = OAuthTokenName.hashed(code).flatMap({ spent.take($0) }),
            let object = try await client.find(.oauthAccessTokens, name: name)
        else { return nil }
        try await deleteToken(object)
        return object["userName"]?.string
    }

    /// Writes an access token for `grant`.
    func makeToken(_ grant: Grant, for oauthClient: OAuthClient, spending code: String = "") async throws -> IssuedToken
    {
        let lifetimes = try await providers.current().lifetimes
        let text = OAuthTokenName.makeToken()
        let seconds = oauthClient.accessTokenSeconds ?? lifetimes.maxAgeSeconds ?? limits.accessTokenSeconds
        var object = Self.object("OAuthAccessToken", named: text, grant)
        object.set(.integer(Int64(max(0, seconds))), at: ["expiresIn"])
        if !code.isEmpty { object.set(.string(code), at: ["authorizeToken"]) }
        if let idle = oauthClient.inactivitySeconds ?? lifetimes.inactivitySeconds, idle > 0 {
            object.set(.integer(Int64(max(idle, limits.inactivitySecondsMinimum))), at: ["inactivityTimeoutSeconds"])
        }
        _ = try await client.create(.oauthAccessTokens, object)
        if !code.isEmpty { spent.note(code, token: object.name, now: now()) }
        return IssuedToken(text: text, grant: grant, expiresIn: max(0, seconds))
    }

    private static func object(_ kind: String, named token: String, _ grant: Grant) -> JSONValue {
        [
            "kind": .string(kind), "apiVersion": .string(apiVersion),
            "metadata": ["name": .string(OAuthTokenName.hashed(token) ?? "")],
            "clientName": .string(grant.clientName), "scopes": JSONValue(strings: grant.scopes),
            "redirectURI": .string(grant.redirectURI), "userName": .string(grant.user.name),
            "userUID": .string(grant.user.uid),
        ]
    }

    /// The object of an access token; nil when there is none or it has expired.
    func accessToken(_ text: String) async throws -> JSONValue? {
        guard let name = OAuthTokenName.hashed(text), let object = try await client.find(.oauthAccessTokens, name: name)
        else { return nil }
        guard let left = Self.secondsLeft(object, now: now()) else { return object }
        return left > 0 ? object : nil
    }

    /// Ends an access token.
    func deleteToken(_ object: JSONValue) async throws {
        do {
            try await client.delete(
                .oauthAccessTokens,
                name: object.name,
                preconditions: Preconditions(uid: object.uid)
            )
        } catch let error as KubernetesClientError where error.isNotFound || error.isConflict {}
    }

    /// How long an object of either kind lives on; nil for ever.
    ///
    /// One without a date is over.
    static func secondsLeft(_ object: JSONValue, now: Double) -> Int? {
        guard let seconds = object["expiresIn"]?.integer, seconds > 0 else { return nil }
        guard let made = object.creationTimestamp.flatMap({ RFC3339.seconds(parsing: $0) }) else { return 0 }
        return Int(exactly: (made + Double(seconds) - now).rounded(.up)) ?? 0
    }

    /// Whether the user allowed the client all of `scopes` before.
    func isAuthorized(_ user: KnownUser, _ oauthClient: OAuthClient, scopes: [String]) async throws -> Bool {
        let name = Self.authorizationName(user, oauthClient.name)
        guard let object = try await client.find(.oauthClientAuthorizations, name: name),
            object["userUID"]?.string == user.uid
        else { return false }
        let allowed = Set(object["scopes"]?.strings ?? [])
        return scopes.allSatisfy(allowed.contains)
    }

    /// Notes that the user allows the client `scopes`, beside those allowed before.
    func authorize(_ user: KnownUser, _ clientName: String, scopes: [String]) async throws {
        let name = Self.authorizationName(user, clientName)
        for attempt in 1... {
            do {
                guard let object = try await client.find(.oauthClientAuthorizations, name: name) else {
                    _ = try await client.create(
                        .oauthClientAuthorizations,
                        [
                            "kind": "OAuthClientAuthorization", "apiVersion": .string(Self.apiVersion),
                            "metadata": ["name": .string(name)], "clientName": .string(clientName),
                            "userName": .string(user.name), "userUID": .string(user.uid),
                            "scopes": JSONValue(strings: scopes),
                        ]
                    )
                    return
                }
                let former = object["userUID"]?.string == user.uid ? object["scopes"]?.strings ?? [] : []
                var changed = object
                changed.set(.string(user.uid), at: ["userUID"])
                changed.set(
                    JSONValue(strings: former + scopes.filter { !former.contains($0) }),
                    at: ["scopes"]
                )
                _ = try await client.update(.oauthClientAuthorizations, changed)
                return
            } catch let error as KubernetesClientError where (error.isConflict || error.isAlreadyExists) && attempt < 5
            {
                continue
            }
        }
    }

    private static func authorizationName(_ user: KnownUser, _ clientName: String) -> String {
        "\(user.name):\(clientName)"
    }
}
