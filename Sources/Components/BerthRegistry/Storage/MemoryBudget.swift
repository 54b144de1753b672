import Synchronization

/// Bytes that all uploads together may hold in memory.
///
/// A soft limit: whoever has waited too long goes on over it, since clients that pause in mid-upload must not stop the
/// others for good.
final class MemoryBudget: Sendable {
    private struct State {
        var used = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    /// The limit in bytes.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether uploads should hand over what they hold rather than collect more.
    var isExhausted: Bool { state.withLock { $0.used >= limit } }

    /// Counts `bytes` as held.
    func take(_ bytes: Int) {
        state.withLock { $0.used += bytes }
    }

    /// Counts `bytes` as given back and wakes whoever waits.
    func give(_ bytes: Int) {
        let woken = state.withLock { state in
            state.used -= bytes
            guard state.used < limit else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters.removeAll() }
            return Array(state.waiters.values)
        }
        for waiter in woken { waiter.resume() }
    }

    /// Returns once there is room, or after `patience`.
    func waitForRoom(patience: Duration) async {
        guard isExhausted else { return }
        await withTaskGroup { group in
            group.addTask { await self.waitUntilGiven() }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitUntilGiven() async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.used >= limit, !Task.isCancelled else { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
