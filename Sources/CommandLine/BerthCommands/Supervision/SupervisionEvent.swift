/// What happens to the supervisor.
enum SupervisionEvent: Equatable, Sendable {
    case begun
    case ready(SupervisedComponent)
    case exited(SupervisedComponent, ProcessOutcome)
    case restartDue(SupervisedComponent)
    case restartRequested(SupervisedComponent)
    case stopRequested(signal: Int32)
    case graceOver(SupervisedComponent)
}
