package import BerthHTTP
package import HummingbirdCore
import HTTPTypes
package import Kubernetes

/// Users by bearer token: OAuth access tokens and those of service accounts.
package struct TokenAuthenticator: Authenticator {
    /// Longer text is no token.
    static let lengthLimit = 16 * 1024

    private let directory: IdentityDirectory
    private let serviceAccounts: ServiceAccountTokens

    package init(directory: IdentityDirectory, serviceAccounts: ServiceAccountTokens) {
        (self.directory, self.serviceAccounts) = (directory, serviceAccounts)
    }

    package func authenticate(_ request: Request, _ context: HTTPContext) async throws -> UserInfo? {
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
            return try await user(ofToken: token, audiences: [], now: WallClock.now()).user
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
    func user(
        ofToken token: String,
        audiences: [String],
        now: Double
    ) async throws -> (user: UserInfo, audiences: [String]) {
        guard token.utf8.count <= Self.lengthLimit else { throw TokenError.unknown }
        if token.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 {
            return try await serviceAccounts.user(ofToken: token, audiences: audiences, now: now, directory)
        }
        // without the prefix nothing was ever issued
        guard let name = OAuthTokenName.hashed(token) else { throw TokenError.unknown }
        let accepted = audiences.isEmpty ? [serviceAccounts.issuer] : audiences.filter { $0 == serviceAccounts.issuer }
        guard !accepted.isEmpty else { throw TokenError.audienceMismatch }
        guard let object = try await directory.get(IdentityDirectory.accessTokens, name: name) else {
            throw TokenError.unknown
        }
        let user = try await user(ofAccessToken: object, now: now)
        if object["inactivityTimeoutSeconds"]?.integer ?? 0 > 0 { directory.noteUse(ofToken: name, at: now) }
        return (user, accepted)
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
        let expiry = token["expiresIn"]?.integer ?? 0
        guard expiry == 0 || now < created + Double(expiry) else { throw TokenError.expired }
        let inactivity = token["inactivityTimeoutSeconds"]?.integer ?? 0
        guard inactivity == 0 || now < created + Double(inactivity) else { throw TokenError.inactive }
    }
}
