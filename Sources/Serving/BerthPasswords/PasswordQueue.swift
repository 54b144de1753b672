import Synchronization

/// Lets a few passwords be checked at a time; the others wait in an order that nobody can turn against somebody else.
///
/// Addresses take turns, however many attempts each has waiting, and those that guessed lately have fewer turns. An address, a user and
/// the whole queue have room for so many; when there is none, whoever would have been last is turned away, be it the one who comes or one
/// who waits.
package final class PasswordQueue: Sendable {
    /// An attempt, as far as the order depends on it.
    package struct Attempt: Sendable {
        let flow: String
        let user: String
        let standing: GuessThrottle.Standing

        /// An attempt on `user` from `address`; where the user logged in before, it takes turns of its own.
        package init(user: String, address: String?, standing: GuessThrottle.Standing) {
            let network = GuessThrottle.network(address)
            let name = String(user.prefix(256))
            (self.user, self.standing) = (name, standing)
            flow = standing == .known ? "\(network) \(name)" : network
        }

        /// The distance to this flow's next turn.
        fileprivate var cost: Int {
            switch standing {
            case .known: 1
            case .clean: 2
            case .suspect: 16
            }
        }
    }

    private struct Waiter {
        let attempt: Attempt
        let turn: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        /// The turn that was served last.
        var turn = 0

        /// The turn of a newcomer: behind what its own flow has waiting, but not behind what others have.
        func turn(for attempt: Attempt) -> Int {
            let own = waiting.lazy.filter { $0.attempt.flow == attempt.flow }.map(\.turn).max() ?? 0
            return max(turn, own) + attempt.cost
        }

        /// Removes whoever is last among those that are too many.
        mutating func removeExcess(like attempt: Attempt, limit: Int, share: Int) -> Waiter? {
            func last(_ isMeant: (Waiter) -> Bool, beyond room: Int) -> Int? {
                let meant = waiting.indices.filter { isMeant(waiting[$0]) }
                guard meant.count > room else { return nil }
                return meant.max { (waiting[$0].turn, $0) < (waiting[$1].turn, $1) }
            }
            let index =
                last({ $0.attempt.flow == attempt.flow }, beyond: share)
                ?? last({ $0.attempt.user == attempt.user }, beyond: share) ?? last({ _ in true }, beyond: limit)
            return index.map { waiting.remove(at: $0) }
        }
    }

    private let state: Mutex<State>
    private let limit: Int
    private let share: Int

    /// At most `width` inside and `limit` waiting, of these `share` of one address and as many of one user.
    package init(width: Int, limit: Int, share: Int) {
        state = Mutex(State(free: width))
        (self.limit, self.share) = (limit, share)
    }

    /// Attempts that wait now.
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Waits for a place; `false` when there is no room to wait.
    ///
    /// Whoever got in calls `leave`.
    package func enter(_ attempt: Attempt) async -> Bool {
        await withCheckedContinuation { continuation in
            let (isIn, excess): (Bool, Waiter?) = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return (true, nil)
                }
                let turn = state.turn(for: attempt)
                state.waiting.append(
                    Waiter(attempt: attempt, turn: turn, continuation: continuation)
                )
                return (false, state.removeExcess(like: attempt, limit: limit, share: share))
            }
            if isIn { continuation.resume(returning: true) }
            excess?.continuation.resume(returning: false)
        }
    }

    /// Gives the place to whoever's turn is next.
    package func leave() {
        let next: Waiter? = state.withLock { state in
            let index = state.waiting.indices.min { state.waiting[$0].turn < state.waiting[$1].turn }
            guard let index else {
                state.free += 1
                state.turn = 0
                return nil
            }
            let next = state.waiting.remove(at: index)
            state.turn = next.turn
            return next
        }
        next?.continuation.resume(returning: true)
    }
}
