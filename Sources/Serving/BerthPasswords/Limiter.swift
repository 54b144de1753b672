import Synchronization

/// Lets a few through at a time and a bounded number wait.
package final class Limiter: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let queue: Int

    /// At most `width` inside and `queue` waiting.
    package init(width: Int, queue: Int) {
        state = Mutex(State(free: width))
        self.queue = queue
    }

    /// Waits for a place; `false` when too many wait already.
    ///
    /// Whoever got in calls `leave`.
    package func enter() async -> Bool {
        let isIn: Bool? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return true
            }
            return state.waiting.count < queue ? nil : false
        }
        if let isIn { return isIn }
        await withCheckedContinuation { continuation in
            let resumesNow = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if resumesNow { continuation.resume() }
        }
        return true
    }

    /// Gives the place to whoever waits longest.
    package func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
