import Glibc
import Logging
import NIOPosix
import Synchronization
import UnixSignals

/// Runs the components as child processes and does what ``SupervisionState`` decides, until told to stop.
struct Supervisor: Sendable {
    /// What is run.
    let members: [SupervisedComponent]
    /// Starts a component, knowing the addresses of those that are ready.
    let launch: @Sendable (SupervisedComponent, [SupervisedComponent: ReadyLine]) throws -> ChildProcess
    /// Told once, when everything is ready for the first time; the components are looked after meanwhile.
    let onReady: @Sendable (ReadyLines) async -> Void
    /// Told each time a component is ready.
    let onComponentReady: @Sendable ([SupervisedComponent: ReadyLine]) -> Void
    /// Called once a day; answers the components that read anew only at a start what it has renewed.
    let daily: @Sendable () -> [SupervisedComponent]
    let logger: Logger

    /// Runs until everything has ended; answers the exit code.
    func run() async throws -> Int32 {
        let pool = NIOThreadPool(numberOfThreads: members.count)
        pool.start()
        let code = await supervise(on: pool)
        try await pool.shutdownGracefully()
        return code
    }

    private func supervise(on pool: NIOThreadPool) async -> Int32 {
        let (events, continuation) = AsyncStream.makeStream(of: SupervisionEvent.self)
        let clock = ContinuousClock()
        let begin = clock.now
        let stops: [UnixSignal] = Self.ignoresHangUp ? [.sigterm, .sigint] : [.sigterm, .sigint, .sighup]
        let signals = await UnixSignalsSequence(trapping: stops)
        return await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in signals { continuation.yield(.stopRequested(signal: signal.rawValue)) }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(86400))
                    for component in daily() { continuation.yield(.restartRequested(component)) }
                }
            }
            var state = SupervisionState(of: members)
            var children: [SupervisedComponent: ChildProcess] = [:]
            let ready = ReadyLines()
            continuation.yield(.begun)
            for await event in events {
                for action in state.actions(on: event, now: clock.now - begin) {
                    switch action {
                    case .start(let component):
                        do {
                            let child = try launch(component, ready.lines)
                            children[component] = child
                            group.addTask { try await follow(child, component, ready, continuation, pool) }
                        } catch {
                            logger.error("a component cannot be started", metadata: ["reason": "\(error)"])
                            continuation.yield(.exited(component, .exited(ExitStatus.failed)))
                        }
                    case .terminate(let component): children[component]?.send(SIGTERM)
                    case .kill(let component): children[component]?.send(SIGKILL)
                    case .wake(let event, let delay):
                        group.addTask {
                            try await Task.sleep(for: delay)
                            continuation.yield(event)
                        }
                    case .announceReady: group.addTask { await onReady(ready) }
                    case .reportDeath(let component, let outcome, let wait): report(component, outcome, wait)
                    case .finish(let exitCode):
                        group.cancelAll()
                        return exitCode
                    }
                }
            }
            return ExitStatus.failed
        }
    }

    /// Whether we were started by nohup or the like and are to outlive the terminal.
    private static var ignoresHangUp: Bool {
        let former = signal(SIGHUP, SIG_IGN)
        return unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Follows one process from its first line to its end.
    private func follow(
        _ child: ChildProcess,
        _ component: SupervisedComponent,
        _ ready: ReadyLines,
        _ events: AsyncStream<SupervisionEvent>.Continuation,
        _ pool: NIOThreadPool
    ) async throws {
        let outcome = try await pool.runIfActive {
            child.wait { line in
                guard let line = ReadyLine(line) else { return }
                ready.note(line, of: component)
                onComponentReady(ready.lines)
                events.yield(.ready(component))
            }
        }
        events.yield(.exited(component, outcome))
    }

    private func report(_ component: SupervisedComponent, _ outcome: ProcessOutcome, _ wait: Duration?) {
        var metadata: Logger.Metadata = ["component": "\(component.rawValue)", "outcome": "\(outcome)"]
        if let wait {
            metadata["restart-in"] = "\(wait)"
            logger.warning("a component ended and is started again", metadata: metadata)
        } else {
            logger.error("a component ended and is not started again", metadata: metadata)
        }
    }
}
