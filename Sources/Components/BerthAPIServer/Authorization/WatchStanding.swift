import Kubernetes
import Synchronization

/// The rights under which one watch runs: judged anew when they may have changed (reliability A9).
final class WatchStanding: Sendable {
    private struct State {
        var caller: Caller
        var subjects: Set<RBACSubject>
        var isDoubtful = false
        var wake: @Sendable () -> Void = {}
    }

    /// The namespace that is watched; nil for all, and for somebody who acts as another.
    private let namespace: String?
    /// Whether what is seen follows rights, so that rights that are won count too.
    private let isFiltered: Bool
    private let judge: @Sendable () async throws -> Caller?
    private let now: @Sendable () -> Double
    private let state: Mutex<State>

    /// `judge` asks everything anew; nil when the watch has to end.
    ///
    /// `now` is the clock that credentials end by.
    init(
        _ caller: Caller,
        namespace: String,
        isFiltered: Bool,
        now: @escaping @Sendable () -> Double = { WallClock.now() },
        judge: @escaping @Sendable () async throws -> Caller?
    ) {
        self.now = now
        let reachesEverywhere = namespace.isEmpty || isFiltered || caller.impersonator != nil
        (self.namespace, self.isFiltered, self.judge) = (reachesEverywhere ? nil : namespace, isFiltered, judge)
        state = Mutex(State(caller: caller, subjects: Self.subjects(of: caller)))
    }

    /// As whom the watch runs, as last judged.
    var user: UserInfo { state.withLock { $0.caller.user } }

    /// Says what is to be called when rights may have changed and nothing is sent meanwhile.
    ///
    /// It is called at once when they have changed already.
    func onDoubt(_ wake: @escaping @Sendable () -> Void) {
        let isDoubtful = state.withLock { state in
            state.wake = wake
            return state.isDoubtful
        }
        if isDoubtful { wake() }
    }

    /// Takes note of a change; true when it may concern this watch.
    func note(_ change: RightsChange) -> Bool {
        guard change.isLoss || isFiltered else { return false }
        if let changed = change.namespace, let namespace, changed != namespace { return false }
        return state.withLock { state in
            if let subjects = change.subjects, subjects.isDisjoint(with: state.subjects) { return false }
            state.isDoubtful = true
            return true
        }
    }

    /// Wakes whoever sends the watch.
    func wake() { state.withLock { $0.wake }() }

    /// Whether a change was noted since the last judgement, or the credential has ended since.
    var isDoubtful: Bool { state.withLock(\.isDoubtful) || secondsLeft.map { $0 <= 0 } ?? false }

    /// How long the credential is good, as last judged; nil for ever.
    var secondsLeft: Double? { state.withLock(\.caller.expiry).map { $0 - now() } }

    /// Judges anew.
    ///
    /// - Throws: Why nothing can be said, such as a store that is away.
    func isStillAllowed() async throws -> Bool {
        // first: a change that comes while this is judged counts again
        state.withLock { $0.isDoubtful = false }
        guard let caller = try await judge() else { return false }
        let subjects = Self.subjects(of: caller)
        state.withLock { ($0.caller, $0.subjects) = (caller, subjects) }
        return true
    }

    private static func subjects(of caller: Caller) -> Set<RBACSubject> {
        Set(RBACSubject.all(of: caller.user) + (caller.impersonator.map(RBACSubject.all) ?? []))
    }
}
