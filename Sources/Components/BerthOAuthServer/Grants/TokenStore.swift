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
    private func consume(_ code: AuthorizationCode) async throws -> Bool {
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

    /// Ends the tokens that came of a code, when somebody has the code a second time; whose they were, if there are any.
    ///
    /// Tokens are written before their code is used up: whoever finds the code gone finds them too.
    func revokeTokens(ofSpent code: String) async throws -> String? {
        let tokens = try await spent.tokens(of: code, now: now()) { try await issuedTokens() }
        var user: String?
        for token in tokens {
            if let object = try await client.find(.oauthAccessTokens, name: token.name) {
                try await deleteToken(object)
                user = object["userName"]?.string
            }
            spent.forget(token)
        }
        return user
    }

    /// Every token that came of a code, whichever process made it.
    private func issuedTokens() async throws -> [SpentCodes.Token] {
        var found: [SpentCodes.Token] = []
        var token = ""
        repeat {
            let page = try await client.page(.oauthAccessTokens, limit: 500, continuing: token)
            found += page.items.compactMap { spentToken($0) }
            token = page.token
        } while !token.isEmpty
        return found
    }

    /// The token as what a code became; nil for one that came of none.
    private func spentToken(_ object: JSONValue) -> SpentCodes.Token? {
        guard let code = object["authorizeToken"]?.string, !code.isEmpty else { return nil }
        let expiry = Self.secondsLeft(object, now: 0).map(Double.init) ?? .infinity
        return SpentCodes.Token(name: object.name, code: code, expiry: expiry)
    }

    /// Uses up a code for an access token; nil when somebody else was faster, or came at the same time.
    ///
    /// The token comes first, so that nobody finds the code gone and its token not yet there. Nobody knows its text until the code is used
    /// up; a process that ends in between leaves a code that is still good and a token that is not told.
    func spend(_ code: AuthorizationCode, for oauthClient: OAuthClient) async throws -> IssuedToken? {
        guard spent.enter(code.objectName) else { return nil }
        let issued: (token: IssuedToken, object: JSONValue)?
        do {
            issued = try await spendAlone(code, for: oauthClient)
        } catch {
            _ = spent.leave(code.objectName)
            throw error
        }
        guard spent.leave(code.objectName), let issued else { return issued?.token }
        try await deleteToken(issued.object)
        return nil
    }

    private func spendAlone(
        _ code: AuthorizationCode,
        for oauthClient: OAuthClient
    ) async throws -> (token: IssuedToken, object: JSONValue)? {
        let (token, object) = try await write(code.grant, for: oauthClient, code: code.objectName)
        let note = spentToken(object)
        if let note { spent.note(note, now: now()) }
        let isOurs: Bool
        do {
            isOurs = try await consume(code)
        } catch {
            // whether the code is gone is not known; that nobody gets this token is
            try? await deleteToken(object)
            throw error
        }
        guard isOurs else {
            try await deleteToken(object)
            if let note { spent.forget(note) }
            return nil
        }
        return (token, object)
    }

    /// Writes an access token for `grant`.
    func makeToken(_ grant: Grant, for oauthClient: OAuthClient) async throws -> IssuedToken {
        try await write(grant, for: oauthClient, code: nil).token
    }

    private func write(
        _ grant: Grant,
        for oauthClient: OAuthClient,
        code: String?
    ) async throws -> (token: IssuedToken, object: JSONValue) {
        let lifetimes = try await providers.current().lifetimes
        let text = OAuthTokenName.makeToken()
        let seconds = oauthClient.accessTokenSeconds ?? lifetimes.maxAgeSeconds ?? limits.accessTokenSeconds
        var object = Self.object("OAuthAccessToken", named: text, grant)
        object.set(.integer(Int64(max(0, seconds))), at: ["expiresIn"])
        if let code { object.set(.string(code), at: ["authorizeToken"]) }
        if let idle = oauthClient.inactivitySeconds ?? lifetimes.inactivitySeconds, idle > 0 {
            object.set(.integer(Int64(max(idle, limits.inactivitySecondsMinimum))), at: ["inactivityTimeoutSeconds"])
        }
        let stored = try await client.create(.oauthAccessTokens, object)
        return (IssuedToken(text: text, grant: grant, expiresIn: max(0, seconds)), stored)
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
