package import Kubernetes
package import Logging
import ServiceLifecycle
import Synchronization

/// Follows the store once and serves all watchers from memory.
///
/// Memory is bounded whatever the watchers do: recent events are kept once, up to a count and a size, and a watcher is
/// a cursor. A change wakes only who watches its resource and namespace.
package final class WatchHub: Service {
    private struct State {
        var lanes: [GroupResource: WatchLane] = [:]
        /// Where following began; nil before.
        var floor: Int64?
        var isClosed = false
    }

    /// The lanes of the events in memory with their costs, oldest first.
    private struct Budget {
        var entries: [(lane: WatchLane, cost: Int)] = []
        var head = 0
        var bytes = 0
    }

    let limits: WatchHubLimits
    private let store: any ResourceStore
    private let logger: Logger
    private let signal = RevisionSignal(-1)
    private let state = Mutex(State())
    private let budget = Mutex(Budget())

    package init(store: any ResourceStore, limits: WatchHubLimits = WatchHubLimits(), logger: Logger) {
        (self.store, self.limits, self.logger) = (store, limits, logger)
    }

    /// Everything up to here is with the watchers; -1 before the hub runs.
    package var revision: Int64 { signal.revision }

    /// The events in memory.
    package var memory: (events: Int, bytes: Int) {
        budget.withLock { ($0.entries.count - $0.head, $0.bytes) }
    }

    /// A watcher of every change of a resource after `revision`; see ``ResourceWatch``.
    ///
    /// A nil namespace stands for all, and for cluster-scoped resources.
    package func watch(_ resource: GroupResource, namespace: String?, after revision: Int64) -> ResourceWatch {
        ResourceWatch(hub: self, lane: lane(resource), namespace: namespace, after: revision)
    }

    /// Waits until all watchers can see what was committed at `revision`; false when cancelled or the hub ended.
    @discardableResult
    package func waitUntil(revision: Int64) async -> Bool {
        if signal.revision >= revision { return true }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await self.signal.wait(for: revision) }
            group.addTask {
                try? await Task.sleep(for: self.limits.progressDelay)
                if !Task.isCancelled { try? await self.store.requestProgress() }
                return nil
            }
            for await isReached in group {
                guard let isReached else { continue }
                group.cancelAll()
                return isReached
            }
            return false
        }
    }

    /// Whether all watchers can see what was committed at `revision` before so much time has passed.
    func isReached(_ revision: Int64, within limit: Duration) async -> Bool {
        if signal.revision >= revision { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.waitUntil(revision: revision) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// The revision of the newest change of a resource that watchers can see; 0 for none.
    func newest(of resource: GroupResource) -> Int64 { lane(resource).newest }

    /// Follows the store until cancelled or shut down; then all watchers end.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.follow() }
                group.addTask {
                    while (try? await Task.sleep(for: self.limits.tick)) != nil { self.tick() }
                }
                await group.waitForAll()
            }
        }
        signal.close()
        let lanes = state.withLock { state in
            state.isClosed = true
            return Array(state.lanes.values)
        }
        for lane in lanes { Self.wake(lane.close(), .news) }
    }

    /// What a watcher that begins behind the memory has missed.
    func history(
        of resource: GroupResource,
        _ namespace: String?,
        after: Int64,
        through: Int64
    ) async throws(StoreError) -> [StoreEvent] {
        try await store.history(
            of: resource,
            namespace: namespace,
            after: after,
            through: through,
            limit: limits.historyBatchLimit
        )
    }

    private func lane(_ resource: GroupResource) -> WatchLane {
        state.withLock { state in
            if let lane = state.lanes[resource] { return lane }
            let lane = WatchLane(resource, floor: state.floor)
            if state.isClosed { _ = lane.close() }
            state.lanes[resource] = lane
            return lane
        }
    }

    private func follow() async {
        var pause = Duration.milliseconds(20)
        while !Task.isCancelled {
            let before = revision
            do {
                try await followOnce()
                // The store was closed, or this task was cancelled.
            } catch StoreError.expired {
                logger.warning("watched history is gone: watchers begin anew")
                await restart()
            } catch {
                if !Task.isCancelled { logger.error("store not followed", metadata: ["error": "\(error)"]) }
            }
            if revision > before { pause = .milliseconds(20) }
            if (try? await Task.sleep(for: pause)) == nil { return }
            pause = min(pause * 2, limits.pauseLimit)
        }
    }

    /// Follows from where the hub is, or from a little before now when it begins.
    private func followOnce() async throws(StoreError) {
        let isBegun = state.withLock { $0.floor != nil }
        guard !isBegun else { return try await follow(after: signal.revision) }
        let current = try await store.currentRevision()
        let first = max(0, current - limits.preloadLimit)
        do { return try await follow(after: first) } catch .expired(let oldest) {
            guard state.withLock({ $0.floor == nil }) else { throw .expired(oldest: oldest) }
            try await follow(after: min(max(first, oldest), current))
        }
    }

    private func follow(after revision: Int64) async throws(StoreError) {
        try await store.follow(after: revision) { changes in
            if self.state.withLock({ $0.floor == nil }) { self.begin(at: changes.revision) }
            self.publish(changes)
        }
    }

    /// Goes on behind a gap: who watched until now has missed something.
    private func restart() async {
        guard let current = try? await store.currentRevision() else { return }
        begin(at: max(current, signal.revision))
    }

    private func begin(at floor: Int64) {
        let lanes = state.withLock { state in
            state.floor = floor
            return Array(state.lanes.values)
        }
        budget.withLock { $0 = Budget() }
        let woken = lanes.flatMap { $0.restart(floor: floor) }
        signal.advance(to: floor)
        Self.wake(woken, .news)
    }

    private func publish(_ changes: StoreChanges) {
        var perResource: [GroupResource: [StoreEvent]] = [:]
        for event in changes.events { perResource[event.object.key.resource, default: []].append(event) }
        var woken: [CheckedContinuation<WatchLane.Wake, Never>] = []
        var lanes: [GroupResource: WatchLane] = [:]
        for (resource, events) in perResource {
            let lane = lane(resource)
            lanes[resource] = lane
            woken += lane.append(events)
        }
        budget.withLock { budget in
            for event in changes.events {
                guard let lane = lanes[event.object.key.resource] else { continue }
                budget.entries.append((lane, event.cost))
                budget.bytes += event.cost
            }
            while budget.bytes > limits.byteLimit || budget.entries.count - budget.head > limits.eventLimit,
                budget.head < budget.entries.count
            {
                let oldest = budget.entries[budget.head]
                oldest.lane.dropFirst()
                budget.bytes -= oldest.cost
                budget.head += 1
            }
            if budget.head > 1024, budget.head > budget.entries.count / 2 {
                budget.entries.removeFirst(budget.head)
                budget.head = 0
            }
        }
        signal.advance(to: changes.revision)
        Self.wake(woken, .news)
    }

    private func tick() {
        for lane in state.withLock({ Array($0.lanes.values) }) { Self.wake(lane.tick(), .tick) }
    }

    private static func wake(_ waits: [CheckedContinuation<WatchLane.Wake, Never>], _ reason: WatchLane.Wake) {
        for continuation in waits { continuation.resume(returning: reason) }
    }
}
