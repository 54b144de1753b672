/// How long to wait before a component that died is started again: at once the first time, then longer and longer.
struct RestartBackoff: Equatable, Sendable {
    /// The first wait.
    static let shortest: Duration = .milliseconds(100)
    /// The longest wait.
    static let longest: Duration = .seconds(10)
    /// A component that has run for this long is healthy, and the next wait is the shortest again.
    static let healthyAfter: Duration = .seconds(20)

    private var failures = 0

    /// The wait after one more death of a component that ran for `lifetime`.
    mutating func next(after lifetime: Duration) -> Duration {
        if lifetime >= Self.healthyAfter { failures = 0 }
        let wait = min(Self.longest, Self.shortest * (1 << min(failures, 10)))
        failures += 1
        return wait
    }
}
