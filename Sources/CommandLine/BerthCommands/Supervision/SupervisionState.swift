/// Decides what `berth up` does next: pure, every event answered with actions.
///
/// A component starts when what it needs is ready, and they stop one after the other, the last one first. A component that dies is started again with growing waits; one that says that its
/// configuration is bad (exit code 78), or that never became ready in ``startAttemptLimit`` attempts, ends everything. A stop is
/// orderly: terminate, wait for ``stopGrace``, kill. A second stop request kills at once.
struct SupervisionState: Sendable {
    /// How often a component may die before it was ever ready.
    static let startAttemptLimit = 4
    /// How long a component may take to finish its open requests.
    static let stopGrace: Duration = .seconds(30)

    private enum Phase: Equatable {
        case idle
        case running
        case waiting
        case ended
    }

    private struct Component {
        var phase = Phase.idle
        var startedAt = Duration.zero
        var wasReady = false
        var deathsBeforeReady = 0
        var backoff = RestartBackoff()
    }

    /// What is run.
    private let members: [SupervisedComponent]
    private var components: [SupervisedComponent: Component] = [:]
    private var hasAnnounced = false
    private var exitCode: Int32?
    private var isForced = false

    /// Runs `members`, or everything.
    init(of members: [SupervisedComponent] = SupervisedComponent.allCases) {
        self.members = members
    }

    /// Whether a stop was asked for or everything is ending.
    private var isStopping: Bool { exitCode != nil }

    /// The answer to `event`, which happened `now` after the beginning.
    mutating func actions(on event: SupervisionEvent, now: Duration) -> [SupervisionAction] {
        switch event {
        case .begun: startAll(needing: nil, now: now)
        case .ready(let component): becameReady(component, now: now)
        case .exited(let component, let outcome): exited(component, outcome, now: now)
        case .restartDue(let component):
            isStopping || components[component]?.phase != .waiting ? [] : start(component, now: now)
        case .restartRequested(let component):
            // its end is answered like any other: with a start, which gives it what is new
            isStopping || components[component]?.phase != .running ? [] : [.terminate(component)]
        case .stopRequested(let signal): stop(on: signal)
        case .graceOver(let component): graceOver(component)
        }
    }

    private mutating func start(_ component: SupervisedComponent, now: Duration) -> [SupervisionAction] {
        components[component, default: Component()].phase = .running
        components[component]?.startedAt = now
        return [.start(component)]
    }

    /// Starts what waits for `component`, or for nothing.
    private mutating func startAll(needing component: SupervisedComponent?, now: Duration) -> [SupervisionAction] {
        members.filter { $0.requirement == component && components[$0] == nil }.flatMap { start($0, now: now) }
    }

    private mutating func becameReady(_ component: SupervisedComponent, now: Duration) -> [SupervisionAction] {
        components[component]?.wasReady = true
        guard !isStopping else { return [] }
        let starts = startAll(needing: component, now: now)
        guard starts.isEmpty, !hasAnnounced, members.allSatisfy({ components[$0]?.wasReady == true }) else {
            return starts
        }
        hasAnnounced = true
        return [.announceReady]
    }

    private mutating func exited(
        _ component: SupervisedComponent,
        _ outcome: ProcessOutcome,
        now: Duration
    ) -> [SupervisionAction] {
        guard var state = components[component] else { return [] }
        defer { components[component] = state }
        if isStopping {
            state.phase = .ended
            components[component] = state
            return stopNext()
        }
        if !state.wasReady { state.deathsBeforeReady += 1 }
        if outcome == .exited(ExitStatus.badConfiguration) || state.deathsBeforeReady >= Self.startAttemptLimit {
            state.phase = .ended
            components[component] = state
            let isBadConfiguration = outcome == .exited(ExitStatus.badConfiguration)
            exitCode = isBadConfiguration ? ExitStatus.badConfiguration : ExitStatus.failed
            return [.reportDeath(component, outcome, restartIn: nil)] + stopNext()
        }
        let wait = state.backoff.next(after: now - state.startedAt)
        state.phase = .waiting
        return [.reportDeath(component, outcome, restartIn: wait), .wake(.restartDue(component), after: wait)]
    }

    private mutating func stop(on signal: Int32) -> [SupervisionAction] {
        guard isStopping else {
            exitCode = ExitStatus.done
            return stopNext()
        }
        isForced = true
        exitCode = ExitStatus.interrupted(by: signal)
        return members.filter { components[$0]?.phase == .running }.map { .kill($0) }
    }

    /// Stops the last component that still runs, or finishes.
    private mutating func stopNext() -> [SupervisionAction] {
        for component in members.reversed() where components[component]?.phase == .running {
            return isForced
                ? [.kill(component)]
                : [.terminate(component), .wake(.graceOver(component), after: Self.stopGrace)]
        }
        return [.finish(exitCode: exitCode ?? ExitStatus.done)]
    }

    private mutating func graceOver(_ component: SupervisedComponent) -> [SupervisionAction] {
        guard components[component]?.phase == .running else { return [] }
        // what was cut off was not orderly; 143 says that the state can be taken up again
        if exitCode == ExitStatus.done { exitCode = ExitStatus.interrupted(by: 15) }
        return [.kill(component)]
    }
}
