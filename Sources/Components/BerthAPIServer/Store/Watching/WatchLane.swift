import Kubernetes
import Synchronization

/// The recent events of one resource, and who waits for more.
final class WatchLane: Sendable {
    /// What a watcher does next.
    enum Step {
        case events([StoreEvent])
        case wait
        /// What is up to this revision is in the store only.
        case behind(through: Int64)
        case expired(oldest: Int64)
        case ended
    }

    /// Why a wait ended.
    enum Wake { case news, tick, cancelled }

    private enum Wait {
        case announced
        case cancelled
        case waiting(CheckedContinuation<Wake, Never>)
    }

    private struct State {
        /// Nil where an event was dropped; `head` is the first that was not.
        var events: [StoreEvent?] = []
        var head = 0
        /// Nil before the hub follows the store.
        ///
        /// What is up to here is not in `events`.
        var floor: Int64?
        /// The newest event's revision.
        var newest: Int64 = 0
        var epoch = 0
        var isClosed = false
        /// Those who wait, by namespace; nil: all.
        var waits: [String?: [UInt64: Wait]] = [:]
        var lastID: UInt64 = 0
        /// Events since watchers of all namespaces were woken.
        var sinceAllWoke = 0

        /// The first event behind `revision`.
        func index(behind revision: Int64) -> Int {
            var (low, high) = (head, events.count)
            while low < high {
                let middle = (low + high) / 2
                if events[middle]?.revision ?? 0 <= revision { low = middle + 1 } else { high = middle }
            }
            return low
        }

        mutating func takeWaits(in namespaces: Set<String>?) -> [CheckedContinuation<Wake, Never>] {
            var taken: [CheckedContinuation<Wake, Never>] = []
            for namespace in Array(waits.keys) {
                if let namespace, let namespaces, !namespaces.contains(namespace) { continue }
                for (id, wait) in waits[namespace] ?? [:] {
                    guard case .waiting(let continuation) = wait else { continue }
                    taken.append(continuation)
                    waits[namespace]?[id] = nil
                }
                if waits[namespace]?.isEmpty == true { waits[namespace] = nil }
            }
            return taken
        }
    }

    private static let quietLimit = 512

    let resource: GroupResource
    private let state: Mutex<State>

    init(_ resource: GroupResource, floor: Int64?) {
        self.resource = resource
        state = Mutex(State(floor: floor))
    }

    /// Adds events and answers who is to be woken.
    func append(_ events: [StoreEvent]) -> [CheckedContinuation<Wake, Never>] {
        state.withLock { state in
            state.events += events
            state.newest = events.last?.revision ?? state.newest
            state.sinceAllWoke += events.count
            // Watchers of quiet namespaces pass what is not theirs before it is dropped.
            let isDue = state.sinceAllWoke > Self.quietLimit
            if isDue { state.sinceAllWoke = 0 }
            return state.takeWaits(in: isDue ? nil : Set(events.map(\.object.key.namespace)))
        }
    }

    /// The revision of the newest event, or of where following began.
    var newest: Int64 { state.withLock(\.newest) }

    /// Forgets the oldest event.
    func dropFirst() {
        state.withLock { state in
            guard state.head < state.events.count else { return }
            state.floor = state.events[state.head]?.revision ?? state.floor
            state.events[state.head] = nil
            state.head += 1
            guard state.head > 64, state.head > state.events.count / 2 else { return }
            state.events.removeFirst(state.head)
            state.head = 0
        }
    }

    /// Begins to follow behind `floor`; what was before is lost to those who already watch.
    func restart(floor: Int64) -> [CheckedContinuation<Wake, Never>] {
        state.withLock { state in
            if state.floor != nil { state.epoch += 1 }
            (state.events, state.head, state.floor, state.newest) = ([], 0, floor, floor)
            return state.takeWaits(in: nil)
        }
    }

    /// Answers who is to be woken because time passed.
    func tick() -> [CheckedContinuation<Wake, Never>] {
        state.withLock { $0.takeWaits(in: nil) }
    }

    /// Ends all watchers.
    func close() -> [CheckedContinuation<Wake, Never>] {
        state.withLock { state in
            state.isClosed = true
            return state.takeWaits(in: nil)
        }
    }

    /// What a watcher at `position` does next; moves it over what is given and over what is not its namespace's.
    func step(_ position: inout ResourceWatch.Position, namespace: String?, limit: Int) -> Step {
        state.withLock { state in
            guard !state.isClosed else { return .ended }
            guard let floor = state.floor else { return .wait }
            if let epoch = position.epoch, epoch != state.epoch { return .expired(oldest: floor) }
            position.epoch = state.epoch
            if position.revision < floor {
                return position.isBeginning ? .behind(through: floor) : .expired(oldest: floor)
            }
            position.isBeginning = false
            var given: [StoreEvent] = []
            for case let event? in state.events[state.index(behind: position.revision)...] {
                guard given.count < limit else { return .events(given) }
                position.revision = event.revision
                if let namespace, event.object.key.namespace != namespace { continue }
                given.append(event)
            }
            if !given.isEmpty { return .events(given) }
            // Who has nothing to read is not slow: should it fall behind while it waits, the store has what it missed.
            position.isBeginning = true
            return .wait
        }
    }

    /// Whether there are events, of any namespace, that a watcher at `position` has not passed.
    func hasEvents(behind position: ResourceWatch.Position) -> Bool {
        state.withLock { Self.isNews($0, position) }
    }

    private static func isNews(_ state: State, _ position: ResourceWatch.Position) -> Bool {
        if state.isClosed { return true }
        guard let floor = state.floor else { return false }
        return state.newest > position.revision || position.revision < floor
            || position.epoch ?? state.epoch != state.epoch
    }

    /// Waits for what is behind `position`, or for a tick.
    func wait(behind position: ResourceWatch.Position, namespace: String?) async -> Wake {
        let id: UInt64 = state.withLock { state in
            state.lastID += 1
            state.waits[namespace, default: [:]][state.lastID] = .announced
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Wake? = state.withLock { state in
                    let wait = state.waits[namespace]?.removeValue(forKey: id)
                    if case .cancelled = wait { return .cancelled }
                    if Self.isNews(state, position) { return .news }
                    state.waits[namespace, default: [:]][id] = .waiting(continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation: CheckedContinuation<Wake, Never>? = state.withLock { state in
                switch state.waits[namespace]?[id] {
                case .waiting(let continuation):
                    state.waits[namespace]?[id] = nil
                    return continuation
                case .announced: state.waits[namespace]?[id] = .cancelled
                case .cancelled, nil: break
                }
                return nil
            }
            continuation?.resume(returning: .cancelled)
        }
    }
}
