import Synchronization

/// Keeps what is counted and what is being created apart: while a namespace is counted nothing new begins in it.
final class QuotaGate: Sendable {
    private struct State {
        var open: [String: Int] = [:]
        var counting: Set<String> = []
        /// Where creations ended since it was last asked.
        var left: Set<String> = []
    }

    /// One creation, from its admission to its commit or its end; released with the last who holds it.
    final class Passage: Sendable {
        private let gate: QuotaGate
        private let namespace: String

        fileprivate init(_ gate: QuotaGate, _ namespace: String) { (self.gate, self.namespace) = (gate, namespace) }

        deinit { gate.leave(namespace) }
    }

    private static let pause = Duration.milliseconds(2)

    private let patience: Duration
    private let state = Mutex(State())

    /// A gate at which nobody waits longer than `patience`.
    init(patience: Duration) { self.patience = patience }

    /// Waits while the namespace is counted; nil when that takes too long.
    func enter(_ namespace: String) async -> Passage? {
        let isIn = await wait {
            self.state.withLock { state in
                guard !state.counting.contains(namespace) else { return false }
                state.open[namespace, default: 0] += 1
                return true
            }
        }
        return isIn ? Passage(self, namespace) : nil
    }

    private func leave(_ namespace: String) {
        state.withLock { state in
            let left = state.open[namespace, default: 1] - 1
            state.open[namespace] = left > 0 ? left : nil
            state.left.insert(namespace)
        }
    }

    /// The namespaces in which creations ended since this was last asked, with success or without.
    func takeLeft() -> Set<String> {
        state.withLock { state in
            defer { state.left = [] }
            return state.left
        }
    }

    /// Runs `body` while nothing is created in the namespace; nil when that could not be had in time.
    func counting<Value: Sendable>(_ namespace: String, _ body: () async throws -> Value) async rethrows -> Value? {
        let isFirst = await wait { self.state.withLock { $0.counting.insert(namespace).inserted } }
        guard isFirst else { return nil }
        defer { state.withLock { _ = $0.counting.remove(namespace) } }
        guard await wait({ self.state.withLock { $0.open[namespace] == nil } }) else { return nil }
        return try await body()
    }

    private func wait(_ isMet: () -> Bool) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: patience)
        while !isMet() {
            guard clock.now < deadline, (try? await clock.sleep(for: Self.pause)) != nil else { return false }
        }
        return true
    }
}
