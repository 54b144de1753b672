import Kubernetes
import Synchronization

/// How many requests are worked on at once, in all and for one user; more are told to come back.
///
/// Watches do not count: they are bounded by the connections. The administrators' group is exempt.
package final class InFlightLimits: Sendable {
    /// The limits of `docs/security.md`.
    package struct Limits: Sendable, Hashable {
        package var total = 400
        package var perUser = 100

        package init() {}
    }

    private struct State {
        var total = 0
        var users: [String: Int] = [:]
    }

    private let limits: Limits
    private let state = Mutex(State())

    package init(_ limits: Limits = Limits()) { self.limits = limits }

    /// What is worked on now.
    package var count: Int { state.withLock { $0.total } }

    /// Runs a request inside the limits.
    ///
    /// - Throws: `Status` 429.
    func run<Value: Sendable>(for user: UserInfo, _ body: () async throws -> Value) async throws -> Value {
        let name = user.username
        let isExempt = user.groups.contains("system:masters")
        let isAdmitted = state.withLock { state in
            let ofUser = state.users[name, default: 0]
            guard isExempt || (state.total < limits.total && ofUser < limits.perUser) else { return false }
            state.total += 1
            state.users[name] = ofUser + 1
            return true
        }
        guard isAdmitted else { throw Status.tooManyRequests("Too many requests, please try again later.") }
        defer {
            state.withLock { state in
                state.total -= 1
                let left = state.users[name, default: 1] - 1
                state.users[name] = left == 0 ? nil : left
            }
        }
        return try await body()
    }
}
