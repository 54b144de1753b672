import BerthHTTP

/// The counters of password logins that OpenShift's dashboards read.
struct LoginMetrics: Sendable {
    /// How the password came.
    enum Way: String, Sendable {
        case basic, form
    }

    private let total: MetricsRegistry.Family
    private let counts: [Way: MetricsRegistry.Family]
    private let results: [Way: MetricsRegistry.Family]

    init(_ registry: MetricsRegistry) {
        total = registry.family(
            .counter,
            "openshift_auth_password_total",
            help: "Counts total password authentication attempts"
        )
        var counts: [Way: MetricsRegistry.Family] = [:]
        var results: [Way: MetricsRegistry.Family] = [:]
        for way in [Way.basic, .form] {
            let name = "openshift_auth_\(way.rawValue)_password_count"
            counts[way] = registry.family(
                .counter,
                name,
                help: "Counts \(way.rawValue) password authentication attempts"
            )
            results[way] = registry.family(
                .counter,
                name + "_result",
                help: "Counts \(way.rawValue) password authentication attempts by result",
                labels: ["result"]
            )
        }
        (self.counts, self.results) = (counts, results)
    }

    /// Counts an attempt by what it gives: a user, none, or an error.
    func measure(_ way: Way, _ attempt: () async throws -> KnownUser?) async throws -> KnownUser? {
        total.add()
        counts[way]?.add()
        do {
            let user = try await attempt()
            results[way]?.add(1, [user == nil ? "failure" : "success"])
            return user
        } catch {
            results[way]?.add(1, ["error"])
            throw error
        }
    }
}
