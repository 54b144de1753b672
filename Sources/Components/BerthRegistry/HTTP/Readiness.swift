import Logging
import Synchronization

/// Whether the storage answers; asked at most every two seconds, however often a probe asks.
final class Readiness: Sendable {
    private static let interval: Duration = .seconds(2)
    private static let patience: Duration = .seconds(5)

    private let driver: any StorageDriver
    private let logger: Logger
    private let last = Mutex<(at: ContinuousClock.Instant, isReady: Bool)?>(nil)

    init(driver: any StorageDriver, logger: Logger) {
        self.driver = driver
        self.logger = logger
    }

    func isReady() async -> Bool {
        if let last = last.withLock({ $0 }), ContinuousClock.now - last.at < Self.interval { return last.isReady }
        let isReady = await ask()
        last.withLock { $0 = (.now, isReady) }
        return isReady
    }

    private func ask() async -> Bool {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.driver.checkHealth() }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    throw StorageError.unavailable("no answer in time")
                }
                defer { group.cancelAll() }
                try await group.next()
            }
            return true
        } catch {
            logger.warning("storage is not ready", metadata: ["error": "\(error)"])
            return false
        }
    }
}
