/// The request counters that dashboards of distribution read, under a component's own prefix.
struct RequestMetrics: Sendable {
    private let inFlight: MetricsRegistry.Family
    private let total: MetricsRegistry.Family
    private let duration: MetricsRegistry.Family

    init(_ registry: MetricsRegistry, prefix: String) {
        inFlight = registry.family(
            .gauge,
            "\(prefix)_http_in_flight_requests",
            help: "Requests being answered.",
            labels: []
        )
        total = registry.family(
            .counter,
            "\(prefix)_http_requests_total",
            help: "Requests answered.",
            labels: ["handler", "method", "code"]
        )
        duration = registry.family(
            .histogram,
            "\(prefix)_http_request_duration_seconds",
            help: "Time to answer a request.",
            labels: ["handler", "method"]
        )
    }

    func began() { inFlight.add(1) }

    func ended(handler: String, method: String, status: Int, seconds: Double) {
        inFlight.add(-1)
        total.add(1, [handler, Self.known(method), "\(status)"])
        duration.observe(seconds, [handler, Self.known(method)])
    }

    /// A client chooses its method's name: only the known ones become label values.
    private static func known(_ method: String) -> String {
        switch method {
        case "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS": method.lowercased()
        default: "other"
        }
    }
}
