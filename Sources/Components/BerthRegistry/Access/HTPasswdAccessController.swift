import Crypto
import Glibc
import BerthPasswords
package import Logging
package import NIOPosix
package import OCI
import Synchronization

/// A password file says who somebody is, an access file what they may do.
///
/// Passwords are checked on threads, at most two at a time behind a bounded queue. A user who does not exist costs the same time as one who
/// does. A right password is remembered for a short time as a keyed hash, never as text.
package final class HTPasswdAccessController: AccessController {
    private struct Loaded {
        var file: HTPasswdFile
        var rules: AccessRules
        var stamp: [String]
        var checked: ContinuousClock.Instant
    }

    package let challenge: String
    private let configuration: HTPasswdConfiguration
    private let pool: NIOThreadPool
    private let logger: Logger
    private let loaded: Mutex<Loaded>
    private let successes = Mutex<[SymmetricDigest: ContinuousClock.Instant]>([:])
    private let throttle = GuessThrottle()
    private let workers: PasswordQueue
    private let key = SymmetricKey(size: .bits256)
    private let now: @Sendable () -> ContinuousClock.Instant

    private typealias SymmetricDigest = [UInt8]
    private static let reloadInterval: Duration = .seconds(1)
    private static let successesLimit = 10_000

    /// Reads the files; throws when one is missing or cannot be understood.
    package static func open(
        _ configuration: HTPasswdConfiguration,
        pool: NIOThreadPool = .singleton,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        logger: Logger
    ) async throws -> HTPasswdAccessController {
        let loaded = try await pool.runIfActive { try load(configuration, now: now()) }
        return HTPasswdAccessController(configuration, loaded, pool: pool, now: now, logger: logger)
    }

    private init(
        _ configuration: HTPasswdConfiguration,
        _ loaded: Loaded,
        pool: NIOThreadPool,
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        logger: Logger
    ) {
        self.configuration = configuration
        self.pool = pool
        self.now = now
        self.logger = logger
        self.loaded = Mutex(loaded)
        let realm = configuration.realm.filter { $0 != "\"" && $0 != "\\" && $0.isASCII && !$0.isNewline }
        challenge = "Basic realm=\"\(realm)\""
        workers = PasswordQueue(width: 2, limit: configuration.queueLimit, share: configuration.queueShare)
        for user in loaded.file.unusableUsers {
            logger.warning("password hash is not bcrypt, the user cannot log in", metadata: ["user": "\(user)"])
        }
    }

    private static func load(
        _ configuration: HTPasswdConfiguration,
        now: ContinuousClock.Instant
    ) throws -> Loaded {
        let stamp = try stamp(configuration)
        let file = HTPasswdFile(parsing: try text(configuration.path))
        var rules = AccessRules(anonymousPull: configuration.anonymousPull)
        if let path = configuration.accessFilePath {
            rules = try AccessRules(parsing: try text(path), anonymousPull: configuration.anonymousPull)
        }
        return Loaded(file: file, rules: rules, stamp: stamp, checked: now)
    }

    private static func stamp(_ configuration: HTPasswdConfiguration) throws -> [String] {
        try [configuration.path, configuration.accessFilePath].compactMap { $0 }.map { path in
            guard let descriptor = try SystemCall.open(path, O_RDONLY) else { return "" }
            defer { close(descriptor) }
            return try SystemCall.status(descriptor).fingerprint
        }
    }

    private static func text(_ path: String) throws -> String {
        guard let descriptor = try SystemCall.open(path, O_RDONLY) else {
            throw StorageError.failed("the password or access file is not there")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= HTPasswdFile.sizeLimit {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw SystemCall.error("read") }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
        throw StorageError.failed("the password or access file is too large")
    }

    /// What the files say now; looked at again at most once a second.
    private func current() async -> Loaded {
        let now = now()
        let (known, isFresh) = loaded.withLock { loaded in
            let isFresh = now - loaded.checked < Self.reloadInterval
            if !isFresh { loaded.checked = now }
            return (loaded, isFresh)
        }
        guard !isFresh else { return known }
        do {
            let renewed: Loaded? = try await pool.runIfActive {
                try Self.stamp(self.configuration) == known.stamp ? nil : Self.load(self.configuration, now: now)
            }
            guard let renewed else { return known }
            loaded.withLock { $0 = renewed }
            successes.withLock { $0 = [:] }
            logger.info("access files read again")
            return renewed
        } catch {
            logger.error("access files cannot be read, the former ones stay", metadata: ["error": "\(error)"])
            return known
        }
    }

    package var admitsAnonymous: Bool {
        loaded.withLock { $0.rules.admitAnonymous }
    }

    package func allows(
        _ action: RepositoryAction,
        on repository: RepositoryName,
        to principal: Principal
    ) async throws -> Bool {
        loaded.withLock { $0.rules }.allow(action, on: repository, to: principal)
    }

    package func principal(for credentials: Credentials, from address: String?) async throws -> Principal {
        let loaded = await current()
        switch credentials {
        case .none: return .anonymous
        case .bearer, .malformed: throw RegistryError.unauthorized(challenge: challenge)
        case .basic(let user, let password):
            try await verify(user, password, loaded.file, address)
            return .verified(user)
        }
    }

    private func verify(_ user: String, _ password: String, _ file: HTPasswdFile, _ address: String?) async throws {
        let hash = file.hash(of: user)
        let proof = proof(user, password, hash)
        if let until = successes.withLock({ $0[proof] }), hash != nil, until > now() { return }
        let verdict = throttle.judge(user: user, address: address, now: now())
        guard verdict.wait == 0 else { throw RegistryError.tooManyRequests(retryAfter: verdict.wait) }
        let attempt = PasswordQueue.Attempt(user: user, address: address, standing: verdict.standing)
        guard await workers.enter(attempt) else { throw RegistryError.tooManyRequests(retryAfter: 2) }
        defer { workers.leave() }
        let isRight = try await pool.runIfActive {
            guard let attempted = hash ?? file.dummyHash else { return false }
            return PasswordHash.matches(password, attempted) && hash != nil
        }
        guard isRight else {
            throttle.failed(user: user, address: address, now: now())
            throw RegistryError.unauthorized(challenge: challenge)
        }
        throttle.succeeded(user: user, address: address, now: now())
        let until = now() + configuration.successDuration
        successes.withLock { successes in
            if successes.count >= Self.successesLimit { successes = [:] }
            successes[proof] = until
        }
    }

    private func proof(_ user: String, _ password: String, _ hash: String?) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        for text in [user, password, hash ?? ""] {
            code.update(data: Array(text.utf8))
            code.update(data: [0xff])
        }
        return Array(code.finalize())
    }
}
