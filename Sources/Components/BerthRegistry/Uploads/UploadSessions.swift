import Logging
import NIOPosix
import OCI
import ServiceLifecycle
import Synchronization

/// The upload sessions of this process; gone with it, so that clients begin again.
final class UploadSessions: Service {
    private let driver: any StorageDriver
    private let limits: RegistryLimits
    private let pool: NIOThreadPool
    private let logger: Logger
    private let sessions = Mutex<[String: UploadSession]>([:])

    init(driver: any StorageDriver, limits: RegistryLimits, pool: NIOThreadPool, logger: Logger) {
        self.pool = pool
        self.driver = driver
        self.limits = limits
        self.logger = logger
    }

    /// Begins a session, or throws when there are too many.
    func begin(
        in repository: RepositoryName,
        by principal: Principal,
        algorithm: DigestAlgorithm?
    ) throws -> UploadSession {
        let session = UploadSession(
            id: RandomName.make(),
            repository: repository,
            principal: principal,
            driver: driver,
            pool: pool,
            algorithm: algorithm,
            sizeLimit: limits.blobSizeLimit
        )
        try sessions.withLock { sessions in
            guard sessions.count < limits.uploadsLimit else { throw RegistryError.tooManyUploads }
            if sessions.count >= limits.uploadsPerUserLimit {
                let own = sessions.values.lazy.filter { $0.principal == principal }.count
                guard own < limits.uploadsPerUserLimit else { throw RegistryError.tooManyUploads }
            }
            sessions[session.id] = session
        }
        return session
    }

    /// The session of this id, if it belongs to this repository and principal; for everybody else it does not exist.
    func session(_ id: String, in repository: RepositoryName, of principal: Principal) throws -> UploadSession {
        guard let session = sessions.withLock({ $0[id] }), session.repository == repository,
            session.principal == principal, !session.isOver
        else { throw RegistryError.uploadUnknown }
        return session
    }

    /// Forgets a session and frees what it still holds.
    func end(_ session: UploadSession) async {
        _ = sessions.withLock { $0.removeValue(forKey: session.id) }
        await session.abandon()
    }

    /// Forgets a session whose only writer has ended it.
    func endWriting(_ session: UploadSession) async {
        await end(session)
        await session.freeBytes()
    }

    /// Ends sessions that nobody has touched for long.
    func reap() async {
        let expired = sessions.withLock { sessions in
            sessions.values.filter { $0.isExpired(after: limits.uploadExpiry) }
        }
        for session in expired {
            await end(session)
            logger.info("upload session expired", metadata: ["repository": "\(session.repository)"])
        }
    }

    /// Reaps until it is told to stop.
    func run() async throws {
        let interval = min(limits.uploadExpiry / 2, .seconds(60))
        try await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: interval)
                await self.reap()
            }
        }
    }

    /// Ends all sessions.
    func endAll() async {
        for session in sessions.withLock({ Array($0.values) }) { await end(session) }
    }
}
