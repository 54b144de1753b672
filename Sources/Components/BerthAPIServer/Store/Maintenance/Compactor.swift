package import Logging
import ServiceLifecycle

/// Forgets history that is too old; what asks for it is told 410.
package struct Compactor: Service {
    private let store: any ResourceStore
    private let limits: CompactionLimits
    private let logger: Logger

    package init(store: any ResourceStore, limits: CompactionLimits = CompactionLimits(), logger: Logger) {
        (self.store, self.limits, self.logger) = (store, limits, logger)
    }

    /// Compacts now and then until cancelled or shut down; a failure is logged and tried again.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var plan = CompactionPlan(limits: limits)
            var done: Int64 = 0
            repeat {
                do {
                    let current = try await store.currentRevision()
                    guard let target = plan.target(at: .now, revision: current), target > done else { continue }
                    try await store.compact(through: target)
                    done = target
                    logger.debug("history compacted", metadata: ["revision": "\(target)"])
                } catch {
                    if !Task.isCancelled { logger.warning("history not compacted", metadata: ["error": "\(error)"]) }
                }
            } while (try? await Task.sleep(for: limits.interval)) != nil
        }
    }
}
