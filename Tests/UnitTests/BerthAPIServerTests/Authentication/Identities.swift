import Kubernetes

@testable import BerthAPIServer

/// Users, tokens and accounts for tests of authentication.
struct Identities {
    static let created = 1_580_551_200.0  // what FakeObjects stamps: 2020-02-01T10:00:00Z
    static let token = "sha256~Asp8O4LC3UxNklr_9YpWCO9itcKD2oi6Cj0h_F9m3lU"
    static let tokenName = "sha256~5NLOd08RPbsMp6R5c4GUHbNhHpplr12ozU4tMVuhC8Y"
    static let issuer = "https://kubernetes.default.svc"

    let objects = FakeObjects()
    let directory: IdentityDirectory
    let accounts: ServiceAccountTokens
    let tokens: TokenAuthenticator
    let keyPath: String

    init(keyPath: String) async throws {
        self.keyPath = keyPath
        directory = IdentityDirectory(objects: objects, patience: .seconds(600))
        accounts = try await ServiceAccountTokens(objects: objects, keyPath: keyPath, issuer: Self.issuer)
        tokens = TokenAuthenticator(directory: directory, serviceAccounts: accounts)
    }

    /// Creates a user and, in its name, ``token``.
    func logIn(_ name: String, expiresIn: Int64 = 86400, inactivity: Int64 = 0) async throws {
        let user = try await objects.create(
            IdentityDirectory.users,
            ["kind": "User", "metadata": ["name": .string(name)]]
        )
        _ = try await objects.create(
            IdentityDirectory.accessTokens,
            [
                "kind": "OAuthAccessToken", "metadata": ["name": .string(Self.tokenName)],
                "userName": .string(name), "userUID": .string(user.uid), "expiresIn": .integer(expiresIn),
                "inactivityTimeoutSeconds": .integer(inactivity), "scopes": ["user:full"],
            ]
        )
    }

    /// Creates a service account in `ns`.
    func makeAccount(_ name: String) async throws -> JSONValue {
        try await objects.create(
            IdentityDirectory.serviceAccounts,
            ["kind": "ServiceAccount", "metadata": ["name": .string(name), "namespace": "ns"]]
        )
    }

    /// Why a token is refused, or nil when it is not.
    func refusal(_ token: String, audiences: [String] = [], after seconds: Double = 1) async -> TokenError? {
        do {
            let now = Self.created + seconds
            _ = try await tokens.verdict(onToken: token, audiences: audiences, now: now, isUse: true)
            return nil
        } catch {
            return error as? TokenError
        }
    }

    /// Runs `body` while services run.
    func running(_ services: [@Sendable () async throws -> Void], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service() } }
            try await body()
            group.cancelAll()
        }
    }

    /// Waits until `condition` holds, at most five minutes; however late this task goes on, it is asked once more.
    static func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(300)
        while true {
            let isLast = ContinuousClock.now > deadline
            if try await condition() { return true }
            if isLast { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
