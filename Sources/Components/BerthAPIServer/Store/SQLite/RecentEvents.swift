import Synchronization

/// The last changes of a store, so that a follower that keeps up reads no file.
final class RecentEvents: Sendable {
    private static let eventLimit = 2048
    private static let byteLimit = 8 << 20

    private struct State {
        var events: [StoreEvent] = []
        var head = 0
        var bytes = 0
        /// All later changes are in `events`.
        var floor: Int64
        /// Changes when all was replaced.
        var epoch = 0
    }

    private let state: Mutex<State>

    init(after revision: Int64) { state = Mutex(State(floor: revision)) }

    /// Changes when all was replaced: who followed before has lost its place.
    var epoch: Int { state.withLock { $0.epoch } }

    func add(_ events: [StoreEvent]) {
        state.withLock { state in
            state.events += events
            for event in events { state.bytes += event.cost }
            while state.bytes > Self.byteLimit || state.events.count - state.head > Self.eventLimit,
                state.head < state.events.count
            {
                state.bytes -= state.events[state.head].cost
                state.floor = state.events[state.head].revision
                state.head += 1
            }
            guard state.head > Self.eventLimit / 2 else { return }
            state.events.removeFirst(state.head)
            state.head = 0
        }
    }

    /// Forgets all: the store begins anew at `revision`.
    func restart(at revision: Int64) {
        state.withLock { $0 = State(floor: revision, epoch: $0.epoch + 1) }
    }

    /// The first changes after `revision`; nil when they are not all here.
    func events(after revision: Int64, limit: Int) -> [StoreEvent]? {
        state.withLock { state in
            guard revision >= state.floor else { return nil }
            var (low, high) = (state.head, state.events.count)
            while low < high {
                let middle = (low + high) / 2
                if state.events[middle].revision <= revision { low = middle + 1 } else { high = middle }
            }
            return Array(state.events[low...].prefix(limit))
        }
    }
}
