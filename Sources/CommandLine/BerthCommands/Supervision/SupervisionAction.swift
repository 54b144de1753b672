/// What the supervisor does next.
enum SupervisionAction: Equatable, Sendable {
    case start(SupervisedComponent)
    case terminate(SupervisedComponent)
    case kill(SupervisedComponent)
    case wake(SupervisionEvent, after: Duration)
    case announceReady
    case reportDeath(SupervisedComponent, ProcessOutcome, restartIn: Duration?)
    case finish(exitCode: Int32)
}
