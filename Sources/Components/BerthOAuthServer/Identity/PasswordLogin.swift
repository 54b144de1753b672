import BerthPasswords
import Kubernetes
import KubernetesClient
import Logging
import NIOPosix

/// Somebody's attempt to log in with a password.
struct PasswordAttempt: Sendable {
    let user: String
    let password: String
    let address: String?
    /// The only provider to ask; nil for each in its order.
    var provider: String?
}

/// Turns names and passwords into users: slowly for whoever guesses, equally for known and unknown names.
final class PasswordLogin: Sendable {
    private let providers: IdentityProviders
    private let mapping: UserMapping
    private let limits: OAuthServerLimits
    private let pool: NIOThreadPool
    private let logger: Logger
    private let throttle = GuessThrottle()
    private let queue: PasswordQueue
    private let instant: @Sendable () -> ContinuousClock.Instant

    init(
        providers: IdentityProviders,
        mapping: UserMapping,
        limits: OAuthServerLimits,
        pool: NIOThreadPool,
        instant: @escaping @Sendable () -> ContinuousClock.Instant,
        logger: Logger
    ) {
        (self.providers, self.mapping, self.limits) = (providers, mapping, limits)
        (self.pool, self.instant, self.logger) = (pool, instant, logger)
        queue = PasswordQueue(
            width: limits.passwordWidth,
            limit: limits.passwordQueueLimit,
            share: limits.passwordQueueShare
        )
    }

    /// The user; nil for a wrong name or password, which are not told apart.
    ///
    /// - Throws: `tooManyRequests` for whoever guesses, `mapping` when the identity may not become a user, ``KubernetesClientError``.
    func user(_ attempt: PasswordAttempt) async throws -> KnownUser? {
        let user = attempt.user
        guard !user.isEmpty, !attempt.password.isEmpty, user.utf8.count <= limits.passwordBytesLimit,
            attempt.password.utf8.count <= limits.passwordBytesLimit, !attempt.password.utf8.contains(0),
            user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        let standing = try standing(of: attempt)
        let snapshot = try await providers.current()
        let place = PasswordQueue.Attempt(user: user, address: attempt.address, standing: standing)
        guard await queue.enter(place) else { throw OAuthServerError.tooManyRequests(retryAfter: 2) }
        let found: (identity: ProvidedIdentity, mapping: MappingMethod)?
        do {
            defer { queue.leave() }
            // what others at the same name and address failed meanwhile counts
            _ = try self.standing(of: attempt)
            found = try await check(attempt, snapshot)
            if found == nil { throttle.failed(user: user, address: attempt.address, now: instant()) }
        }
        guard let found else {
            logger.info("login refused", metadata: note(attempt))
            return nil
        }
        throttle.succeeded(user: user, address: attempt.address, now: instant())
        let known = try await mapping.user(for: found.identity, method: found.mapping)
        logger.info("login", metadata: note(attempt).merging(["provider": "\(found.identity.providerName)"]) { $1 })
        return known
    }

    private func standing(of attempt: PasswordAttempt) throws(OAuthServerError) -> GuessThrottle.Standing {
        let verdict = throttle.judge(user: attempt.user, address: attempt.address, now: instant())
        guard verdict.wait == 0 else { throw .tooManyRequests(retryAfter: verdict.wait) }
        return verdict.standing
    }

    private func note(_ attempt: PasswordAttempt) -> Logger.Metadata {
        ["user": "\(attempt.user)", "remote": "\(attempt.address ?? "-")"]
    }

    private func check(
        _ attempt: PasswordAttempt,
        _ snapshot: IdentityProviders.Snapshot
    ) async throws -> (identity: ProvidedIdentity, mapping: MappingMethod)? {
        let asked = snapshot.providers.filter { configured in
            attempt.provider.map { $0.utf8.elementsEqual(configured.provider.name.utf8) } ?? true
        }
        return try await pool.runIfActive {
            if asked.isEmpty { PasswordHash.burn(.bcrypt(cost: 5)) }
            for configured in asked {
                let identity = configured.provider.identity(user: attempt.user, password: attempt.password)
                if let identity { return (identity, configured.mapping) }
            }
            return nil
        }
    }

    /// Whether a user known from a session still is one: `kube:admin` only as long as its Secret is the same.
    func isCurrent(_ user: KnownUser) async throws -> Bool {
        guard user.name == BootstrapUser.name else { return true }
        return try await providers.current().providers.contains {
            ($0.provider as? BootstrapIdentityProvider)?.uid == user.uid
        }
    }
}
