import Synchronization

/// One watcher: a cursor into what all watchers share.
///
/// It has one reader.
///
/// Every change of the resource behind the cursor comes once and in order. A watcher that is so slow that the memory
/// has moved past it ends with `StoreError.expired`; the sequence ends without an error when the hub does or the task
/// is cancelled.
package final class ResourceWatch: AsyncSequence, Sendable {
    package typealias Element = WatchBatch

    /// Reads the batches.
    package struct AsyncIterator: AsyncIteratorProtocol {
        let watch: ResourceWatch

        package func next() async throws -> WatchBatch? { try await watch.next() }
    }

    struct Position {
        var revision: Int64
        /// At the beginning or waiting: what it has missed is read from the store.
        var isBeginning = true
        /// The lane's epoch when it was first served.
        var epoch: Int?
    }

    private let hub: WatchHub
    private let lane: WatchLane
    private let namespace: String?
    private let position: Mutex<Position>

    init(hub: WatchHub, lane: WatchLane, namespace: String?, after revision: Int64) {
        (self.hub, self.lane, self.namespace) = (hub, lane, namespace)
        position = Mutex(Position(revision: revision))
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(watch: self) }

    /// The next changes, or an empty batch now and then; nil at the end.
    package func next() async throws -> WatchBatch? {
        var isTick = false
        while true {
            var now = position.withLock { $0 }
            let step = lane.step(&now, namespace: namespace, limit: hub.limits.batchLimit)
            position.withLock { $0 = now }
            switch step {
            case .events(let events): return WatchBatch(events: events, revision: progress(now))
            case .expired(let oldest): throw StoreError.expired(oldest: oldest)
            case .ended: return nil
            case .behind(let through):
                let events = try await hub.history(of: lane.resource, namespace, after: now.revision, through: through)
                let reached = events.count < hub.limits.historyBatchLimit ? through : events.last?.revision ?? through
                position.withLock { $0.revision = reached }
                if !events.isEmpty { return WatchBatch(events: events, revision: reached) }
            case .wait where isTick: return WatchBatch(events: [], revision: progress(now))
            case .wait:
                switch await lane.wait(behind: now, namespace: namespace) {
                case .news: break
                case .tick: isTick = true
                case .cancelled: return nil
                }
            }
        }
    }

    /// Up to where the watcher at `position` has been given everything.
    private func progress(_ position: Position) -> Int64 {
        // Read before the lane is asked: events are in their lanes before the hub's revision grows.
        let revision = hub.revision
        return lane.hasEvents(behind: position) ? position.revision : Swift.max(position.revision, revision)
    }
}
