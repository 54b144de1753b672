import Synchronization

/// A bounded memory of what does not change: content by digest, links, locations.
///
/// Two generations, the younger of which holds what was used lately; when it has grown to half the limit the older one is
/// forgotten. Whoever fills the cache from storage notes the epoch before reading, so that nothing is remembered that was
/// removed meanwhile (reliability D16).
package final class ImmutableCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var young: [Key: (value: Value, cost: Int)] = [:]
        var old: [Key: (value: Value, cost: Int)] = [:]
        var youngCost = 0
        var epoch = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// A cache of at most `limit` bytes, as told by the cost of each entry.
    package init(limit: Int) {
        self.limit = limit
    }

    /// What is remembered for `key`.
    package func value(_ key: Key) -> Value? {
        state.withLock { state in
            if let entry = state.young[key] { return entry.value }
            guard let entry = state.old.removeValue(forKey: key) else { return nil }
            insert(entry, key, &state)
            return entry.value
        }
    }

    /// To be taken before the read whose result is inserted.
    package var epoch: Int {
        state.withLock { $0.epoch }
    }

    /// Remembers `value`, unless something was removed since `epoch`.
    package func insert(_ value: Value, for key: Key, cost: Int, since epoch: Int) {
        state.withLock { state in
            guard state.epoch == epoch, cost <= limit / 4 else { return }
            state.old.removeValue(forKey: key)
            insert((value, cost), key, &state)
        }
    }

    /// Forgets `key` and whatever is being read of it right now.
    package func remove(_ key: Key) {
        state.withLock { state in
            state.epoch += 1
            if let entry = state.young.removeValue(forKey: key) { state.youngCost -= entry.cost }
            state.old.removeValue(forKey: key)
        }
    }

    private func insert(_ entry: (value: Value, cost: Int), _ key: Key, _ state: inout State) {
        if let former = state.young.updateValue(entry, forKey: key) { state.youngCost -= former.cost }
        state.youngCost += entry.cost
        if state.youngCost > limit / 2 {
            state.old = state.young
            state.young = [:]
            state.youngCost = 0
        }
    }
}
