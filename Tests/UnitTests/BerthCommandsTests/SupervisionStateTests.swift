import Testing

@testable import BerthCommands

@Suite struct `The supervision` {
    private func running() -> SupervisionState {
        var state = SupervisionState(of: [.objectStore, .registry])
        _ = state.actions(on: .begun, now: .zero)
        _ = state.actions(on: .ready(.objectStore), now: .zero)
        _ = state.actions(on: .ready(.registry), now: .zero)
        return state
    }

    @Test func `starts each when what it needs is ready, then says that all is ready`() {
        var state = SupervisionState()
        #expect(state.actions(on: .begun, now: .zero) == [.start(.objectStore), .start(.apiServer)])
        #expect(state.actions(on: .ready(.apiServer), now: .zero) == [.start(.oauthServer)])
        #expect(state.actions(on: .ready(.oauthServer), now: .zero) == [])
        #expect(state.actions(on: .ready(.objectStore), now: .zero) == [.start(.registry)])
        #expect(state.actions(on: .ready(.registry), now: .zero) == [.announceReady])
    }

    @Test func `runs no registry in a bare cluster`() {
        var state = SupervisionState(of: SupervisedComponent.running(isBare: true))
        #expect(state.actions(on: .begun, now: .zero) == [.start(.objectStore), .start(.apiServer)])
        #expect(state.actions(on: .ready(.objectStore), now: .zero) == [])
        #expect(state.actions(on: .ready(.apiServer), now: .zero) == [.start(.oauthServer)])
        #expect(state.actions(on: .ready(.oauthServer), now: .zero) == [.announceReady])
        #expect(
            state.actions(on: .stopRequested(signal: 15), now: .zero).first == .terminate(.oauthServer)
        )
    }

    @Test func `starts again what died, and says so, but announces nothing twice`() {
        var state = running()
        let first = RestartBackoff.shortest
        #expect(
            state.actions(on: .exited(.objectStore, .signalled(9)), now: .seconds(100)) == [
                .reportDeath(.objectStore, .signalled(9), restartIn: first),
                .wake(.restartDue(.objectStore), after: first),
            ]
        )
        #expect(state.actions(on: .restartDue(.objectStore), now: .seconds(101)) == [.start(.objectStore)])
        #expect(state.actions(on: .ready(.objectStore), now: .seconds(102)) == [])
    }

    @Test func `starts anew what is to read something new, unless it stops`() {
        var state = running()
        #expect(state.actions(on: .restartRequested(.registry), now: .seconds(9)) == [.terminate(.registry)])
        #expect(
            state.actions(on: .exited(.registry, .exited(0)), now: .seconds(10)).contains(
                .wake(.restartDue(.registry), after: RestartBackoff.shortest)
            )
        )
        #expect(state.actions(on: .restartRequested(.registry), now: .seconds(10)) == [])
        #expect(state.actions(on: .restartDue(.registry), now: .seconds(11)) == [.start(.registry)])
        _ = state.actions(on: .stopRequested(signal: 15), now: .seconds(12))
        #expect(state.actions(on: .restartRequested(.objectStore), now: .seconds(12)) == [])
    }

    @Test func `waits longer each time, to a limit, and forgets after a healthy run`() {
        var backoff = RestartBackoff()
        let waits = (0..<10).map { _ in backoff.next(after: .seconds(1)) }
        #expect(waits.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(waits.last == RestartBackoff.longest)
        #expect(backoff.next(after: RestartBackoff.healthyAfter) == RestartBackoff.shortest)
    }

    @Test func `does not start again what says that its configuration is bad`() {
        var state = running()
        #expect(
            state.actions(on: .exited(.registry, .exited(78)), now: .seconds(1)) == [
                .reportDeath(.registry, .exited(78), restartIn: nil), .terminate(.objectStore),
                .wake(.graceOver(.objectStore), after: SupervisionState.stopGrace),
            ]
        )
        #expect(state.actions(on: .exited(.objectStore, .exited(0)), now: .seconds(2)) == [.finish(exitCode: 78)])
    }

    @Test func `gives up on what never became ready`() {
        var state = SupervisionState(of: [.objectStore, .registry])
        _ = state.actions(on: .begun, now: .zero)
        for _ in 1..<SupervisionState.startAttemptLimit {
            _ = state.actions(on: .exited(.objectStore, .exited(1)), now: .zero)
            #expect(state.actions(on: .restartDue(.objectStore), now: .zero) == [.start(.objectStore)])
        }
        #expect(
            state.actions(on: .exited(.objectStore, .exited(1)), now: .zero) == [
                .reportDeath(.objectStore, .exited(1), restartIn: nil), .finish(exitCode: 1),
            ]
        )
    }

    @Test func `stops the registry first and the store when that is done`() {
        var state = running()
        let grace = SupervisionState.stopGrace
        #expect(
            state.actions(on: .stopRequested(signal: 15), now: .zero) == [
                .terminate(.registry), .wake(.graceOver(.registry), after: grace),
            ]
        )
        #expect(
            state.actions(on: .exited(.registry, .exited(0)), now: .zero) == [
                .terminate(.objectStore), .wake(.graceOver(.objectStore), after: grace),
            ]
        )
        #expect(state.actions(on: .exited(.objectStore, .exited(0)), now: .zero) == [.finish(exitCode: 0)])
        #expect(state.actions(on: .graceOver(.objectStore), now: .zero) == [])
    }

    @Test func `kills what does not stop in time, and does not call that orderly`() {
        var state = running()
        _ = state.actions(on: .stopRequested(signal: 2), now: .zero)
        #expect(state.actions(on: .graceOver(.registry), now: .zero) == [.kill(.registry)])
        _ = state.actions(on: .exited(.registry, .signalled(9)), now: .zero)
        #expect(state.actions(on: .exited(.objectStore, .exited(0)), now: .zero) == [.finish(exitCode: 143)])
    }

    @Test func `kills at once when asked a second time`() {
        var state = running()
        _ = state.actions(on: .stopRequested(signal: 2), now: .zero)
        #expect(state.actions(on: .stopRequested(signal: 2), now: .zero) == [.kill(.objectStore), .kill(.registry)])
        #expect(state.actions(on: .exited(.registry, .signalled(9)), now: .zero) == [.kill(.objectStore)])
        #expect(state.actions(on: .exited(.objectStore, .signalled(9)), now: .zero) == [.finish(exitCode: 130)])
    }

    @Test func `starts nothing while it stops`() {
        var state = running()
        _ = state.actions(on: .exited(.registry, .signalled(9)), now: .seconds(100))
        #expect(
            state.actions(on: .stopRequested(signal: 15), now: .zero) == [
                .terminate(.objectStore), .wake(.graceOver(.objectStore), after: SupervisionState.stopGrace),
            ]
        )
        #expect(state.actions(on: .restartDue(.registry), now: .zero) == [])
        #expect(state.actions(on: .exited(.objectStore, .exited(0)), now: .zero) == [.finish(exitCode: 0)])
    }
}
