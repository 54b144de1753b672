package import BerthHTTP
package import HummingbirdCore
import HTTPTypes
import Kubernetes

/// Users by bearer token: OAuth access tokens and those of service accounts.
package struct TokenAuthenticator: Authenticator {
    /// Longer text is no token.
    static let lengthLimit = 16 * 1024

    private let directory: IdentityDirectory
    private let serviceAccounts: ServiceAccountTokens

    package init(directory: IdentityDirectory, serviceAccounts: ServiceAccountTokens) {
        (self.directory, self.serviceAccounts) = (directory, serviceAccounts)
    }

    /// Whose a token is, for which audiences, and how long.
    struct Verdict: Sendable {
        var user: UserInfo
        var audiences: [String]
        /// Seconds since 1970; nil for ever.
        var expiry: Double?
    }

    package func authenticate(
        _ request: Request,
        _ context: HTTPContext,
        isUse: Bool
    ) async throws -> Authentication? {
        // a token in a URL ends up in logs: never accepted
        if let target = RequestTarget(request.head.path ?? ""),
            target.query.contains(where: { ["access_token", "token"].contains($0.name) })
        {
            throw Status.unauthorized
        }
        let fields = request.headers[values: .authorization]
        guard fields.count <= 1 else { throw Status.unauthorized }
        guard let token = fields.first.flatMap(Self.bearer) else { return nil }
        do {
            // the time of now, not of the request: watches ask again while they run
            let verdict = try await verdict(onToken: token, audiences: [], now: WallClock.now(), isUse: isUse)
            return Authentication(verdict.user, expiry: verdict.expiry)
        } catch is TokenError {
            throw Status.unauthorized
        }
    }

    /// The token of `Bearer <token>`; nil for another scheme or for none.
    static func bearer(_ field: String) -> String? {
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Whose token it is, and for which of the wanted audiences; no audience is this server.
    ///
    /// - Throws: ``TokenError``, or the store's errors.
    func verdict(onToken token: String, audiences: [String], now: Double, isUse: Bool) async throws -> Verdict {
        guard token.utf8.count <= Self.lengthLimit else { throw TokenError.unknown }
        if token.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 {
            return try await serviceAccounts.verdict(onToken: token, audiences: audiences, now: now, directory)
        }
        // without the prefix nothing was ever issued
        guard let name = OAuthTokenName.hashed(token) else { throw TokenError.unknown }
        let accepted = audiences.isEmpty ? [serviceAccounts.issuer] : audiences.filter { $0 == serviceAccounts.issuer }
        guard !accepted.isEmpty else { throw TokenError.audienceMismatch }
        guard let object = try await directory.get(IdentityDirectory.accessTokens, name: name) else {
            throw TokenError.unknown
        }
        let user = try await user(ofAccessToken: object, now: now)
        let ends = Self.ends(of: object)
        if isUse, let idle = ends.idle { directory.noteUse(ofToken: name, at: now, until: idle) }
        return Verdict(user: user, audiences: accepted, expiry: [ends.life, ends.idle].compactMap { $0 }.min())
    }

    private func user(ofAccessToken token: JSONValue, now: Double) async throws -> UserInfo {
        try Self.checkTimes(of: token, now: now)
        let name = token["userName"]?.string ?? ""
        if name == BootstrapUser.name { return try await bootstrapUser(ofAccessToken: token) }
        // `system:` and the like are no users of a provider
        guard !name.isEmpty, !name.contains(":"),
            let user = try await directory.get(IdentityDirectory.users, name: name),
            user.deletionTimestamp == nil, !user.uid.isEmpty, user.uid == token["userUID"]?.string
        else { throw TokenError.userGone }
        return UserInfo(
            username: name,
            uid: user.uid,
            groups: directory.groups(of: name) + ["system:authenticated:oauth", "system:authenticated"],
            extra: [OAuthScope.extraKey: token["scopes"]?.strings ?? []]
        )
    }

    /// `kube:admin`, whose token is as good as the Secret that it was given for; there is no User object.
    private func bootstrapUser(ofAccessToken token: JSONValue) async throws -> UserInfo {
        guard
            let secret = try await directory.current(
                IdentityDirectory.secrets,
                namespace: BootstrapUser.secretNamespace,
                name: BootstrapUser.loginName
            ),
            let kubeSystem = try await directory.current(
                IdentityDirectory.namespaces,
                name: BootstrapUser.secretNamespace
            ),
            let uid = BootstrapUser.uid(ofSecret: secret, kubeSystem: kubeSystem), uid == token["userUID"]?.string
        else { throw TokenError.userGone }
        return UserInfo(
            username: BootstrapUser.name,
            uid: "",
            groups: [BootstrapUser.group, "system:authenticated"],
            extra: [OAuthScope.extraKey: token["scopes"]?.strings ?? []]
        )
    }

    /// Whether an access token lives at `now`: `expiresIn` and `inactivityTimeoutSeconds` count from its creation.
    ///
    /// - Throws: ``TokenError``.
    static func checkTimes(of token: JSONValue, now: Double) throws {
        guard token.deletionTimestamp == nil,
            let created = token.creationTimestamp.flatMap(RFC3339.seconds(parsing:))
        else { throw TokenError.unknown }
        let ends = ends(of: token, created: created)
        if let life = ends.life, now >= life { throw TokenError.expired }
        if let idle = ends.idle, now >= idle { throw TokenError.inactive }
    }

    /// When an access token ends, and when it does so unless it is used; in seconds since 1970, nil for never.
    private static func ends(of token: JSONValue, created: Double) -> (life: Double?, idle: Double?) {
        func end(_ member: String) -> Double? {
            guard let seconds = token[member]?.integer, seconds != 0 else { return nil }
            return created + Double(seconds)
        }
        return (end("expiresIn"), end("inactivityTimeoutSeconds"))
    }

    private static func ends(of token: JSONValue) -> (life: Double?, idle: Double?) {
        ends(of: token, created: token.creationTimestamp.flatMap(RFC3339.seconds(parsing:)) ?? 0)
    }
}
