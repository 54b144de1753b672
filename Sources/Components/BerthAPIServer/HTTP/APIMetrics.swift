import BerthHTTP
import Kubernetes

/// The API server's metrics under the names that dashboards know.
///
/// https://kubernetes.io/docs/reference/instrumentation/metrics/
struct APIMetrics: Sendable {
    private let requests: MetricsRegistry.Family
    private let durations: MetricsRegistry.Family
    private let longRunning: MetricsRegistry.Family

    init(_ registry: MetricsRegistry, limits: InFlightLimits, hub: WatchHub) {
        requests = registry.family(
            .counter,
            "apiserver_request_total",
            help: "Requests by verb, resource, scope and response code.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope", "code"]
        )
        durations = registry.family(
            .histogram,
            "apiserver_request_duration_seconds",
            help: "Response latency by verb and resource; watches are not counted.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope"]
        )
        longRunning = registry.family(
            .gauge,
            "apiserver_longrunning_requests",
            help: "Watches that are open now.",
            labels: ["verb", "group", "version", "resource"]
        )
        let inFlight = registry.family(
            .gauge,
            "apiserver_current_inflight_requests",
            help: "Requests that are worked on now."
        )
        let events = registry.family(
            .gauge,
            "apiserver_watch_cache_events",
            help: "Events that are kept for watchers."
        )
        registry.collect {
            inFlight.set(Double(limits.count))
            events.set(Double(hub.memory.events))
        }
    }

    /// Counts an answered request.
    ///
    /// Labels come from what is served only, so that their variety is bounded.
    func note(_ record: RequestRecord, status: Int, seconds: Double, isLong: Bool) {
        guard let info = record.info, info.isResource, record.isServed, record.decision?.isAllowed == true else {
            requests.add(1, ["", "", "", "", "", "", "\(status)"])
            return
        }
        let scope = info.namespace.isEmpty ? "cluster" : info.name.isEmpty ? "namespace" : "resource"
        let labels = [info.verb.uppercased(), info.group, info.version, info.resource, info.subresource, scope]
        requests.add(1, labels + ["\(status)"])
        if isLong {
            longRunning.add(1, Array(labels[..<4]))
        } else {
            durations.observe(seconds, labels)
        }
    }

    func watchEnded(_ record: RequestRecord) {
        guard let info = record.info else { return }
        longRunning.add(-1, [info.verb.uppercased(), info.group, info.version, info.resource])
    }
}
