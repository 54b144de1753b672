import Crypto
import Logging
import NIOPosix
import Synchronization

/// The keys of sessions and the sessions that were ended, in memory and, where there is a file for it, beyond the process.
///
/// The end of a session is in the file before it is answered, so that nobody can use the cookie again after a restart. When that cannot
/// be written the file goes: the next process begins with a new key, and every session is over.
final class SessionStore: Sendable {
    /// What is sealed or signed; each has a key of its own.
    enum Purpose: String, Sendable {
        case cookie = "berth session cookie"
        case form = "berth form guard"
    }

    private static let endedLimit = 20_000

    private let now: @Sendable () -> Double
    private let logger: Logger
    private let record: Mutex<SessionRecord>
    /// Nil without a file, or when it failed.
    private let file: Mutex<(any SessionFile)?>

    /// A store with a new key; `load` reads what the process before left.
    init(file: (any SessionFile)?, now: @escaping @Sendable () -> Double, logger: Logger) {
        (self.now, self.logger) = (now, logger)
        record = Mutex(SessionRecord(now: now()))
        self.file = Mutex(file)
    }

    /// The keys for a purpose, the newest first.
    func keys(for purpose: Purpose) -> [SymmetricKey] {
        record.withLock(\.keys).map { key in
            SymmetricKey(
                data: HMAC<SHA256>.authenticationCode(
                    for: Array(purpose.rawValue.utf8),
                    using: SymmetricKey(data: key.bytes)
                )
            )
        }
    }

    /// Whether a session was ended before its time.
    func isEnded(_ id: String) -> Bool { record.withLock { $0.ended[id] != nil } }

    /// Ends a session.
    func end(_ session: BrowserSession) async {
        let expiry = Int64(session.expiry)
        let isNew = record.withLock { record in
            if record.ended.count >= Self.endedLimit { record.renew(now: now()) }
            if record.ended.count >= Self.endedLimit, let oldest = record.ended.min(by: { $0.value < $1.value }) {
                record.ended[oldest.key] = nil
            }
            return record.ended.updateValue(expiry, forKey: session.id) == nil
        }
        guard isNew else { return }
        await write { try $0.append(SessionRecord.line(ended: session.id, expiry: expiry)) }
    }

    /// Reads what the process before left, once, before anybody is served.
    func load() async throws {
        let content = try await NIOThreadPool.singleton.runIfActive { [self] in
            try file.withLock { file in try file.flatMap { file in try file.read().map { ($0, file.bootID) } } }
        }
        if let (bytes, bootID) = content {
            if let kept = SessionRecord(parsing: bytes, bootID: bootID) {
                record.withLock { $0 = kept }
            } else {
                logger.notice(
                    "sessions of browsers begin anew",
                    metadata: ["reason": "another boot or an unreadable file"]
                )
            }
        }
        await renew()
    }

    /// Takes a new key when it is time, and rewrites the file without what has expired.
    func renew() async {
        record.withLock { $0.renew(now: now()) }
        await write { [self] in try $0.replace(record.withLock(\.self).content(bootID: $0.bootID)) }
    }

    private func write(_ body: @escaping @Sendable (any SessionFile) throws -> Void) async {
        do {
            try await NIOThreadPool.singleton.runIfActive { [self] in
                file.withLock { file in
                    guard let present = file else { return }
                    do {
                        try body(present)
                    } catch {
                        present.remove()
                        file = nil
                        logger.error(
                            "sessions of browsers cannot be kept; they end with this process",
                            metadata: ["reason": "\(error)"]
                        )
                    }
                }
            }
        } catch {
            logger.error("sessions of browsers cannot be kept", metadata: ["reason": "\(error)"])
        }
    }
}
