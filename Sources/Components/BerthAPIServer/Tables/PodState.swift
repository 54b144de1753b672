import Kubernetes

/// A pod in one word, and how its containers do: what `get pods` shows.
struct PodState {
    private(set) var reason: String
    private(set) var readyContainers = 0
    let totalContainers: Int
    private var restarts: Int64 = 0
    private var lastRestart: String?

    init(_ pod: JSONValue) {
        let status = pod["status"]
        let sidecars = Set(
            (pod[path: "spec", "initContainers"]?.array ?? [])
                .filter { $0["restartPolicy"]?.string == "Always" }.compactMap { $0["name"]?.string }
        )
        totalContainers = (pod[path: "spec", "containers"]?.array?.count ?? 0) + sidecars.count
        reason = status?["phase"]?.string ?? ""
        if let text = status?["reason"]?.string, !text.isEmpty { reason = text }
        if Cell.condition(pod, "PodScheduled")?["reason"]?.string == "SchedulingGated" { reason = "SchedulingGated" }
        let isInitializing = readInitContainers(pod, sidecars)
        if !isInitializing || Cell.isTrue(pod, "Initialized") { readContainers(pod, sidecars) }
        guard pod.deletionTimestamp != nil else { return }
        if status?["reason"]?.string == "NodeLost" {
            reason = "Unknown"
        } else if !["Succeeded", "Failed"].contains(status?["phase"]?.string ?? "") {
            reason = "Terminating"
        }
    }

    /// `2 (5m ago)`.
    func restartText(_ now: Double) -> String {
        guard restarts > 0, let lastRestart else { return String(restarts) }
        return "\(restarts) (\(Cell.age(lastRestart, now)) ago)"
    }

    private mutating func readInitContainers(_ pod: JSONValue, _ sidecars: Set<String>) -> Bool {
        let total = pod[path: "spec", "initContainers"]?.array?.count ?? 0
        for (index, container) in (pod[path: "status", "initContainerStatuses"]?.array ?? []).enumerated() {
            count(container)
            let isSidecar = container["name"]?.string.map(sidecars.contains) ?? false
            if let terminated = container[path: "state", "terminated"] {
                if Self.exitCode(terminated) == 0 { continue }
                let text = terminated["reason"]?.string ?? ""
                reason = "Init:" + (text.isEmpty ? Self.exitText(terminated) : text)
            } else if isSidecar, container["started"]?.bool == true {
                if container["ready"]?.bool == true { readyContainers += 1 }
                continue
            } else if let text = container[path: "state", "waiting", "reason"]?.string, !text.isEmpty,
                text != "PodInitializing"
            {
                reason = "Init:" + text
            } else {
                reason = "Init:\(index)/\(total)"
            }
            return true
        }
        return false
    }

    private mutating func readContainers(_ pod: JSONValue, _ sidecars: Set<String>) {
        (restarts, lastRestart) = (0, nil)
        for container in pod[path: "status", "initContainerStatuses"]?.array ?? []
        where container["name"]?.string.map(sidecars.contains) ?? false { count(container) }
        var hasRunning = false
        for container in (pod[path: "status", "containerStatuses"]?.array ?? []).reversed() {
            count(container)
            let state = container["state"]
            if let text = state?[path: "waiting", "reason"]?.string, !text.isEmpty {
                reason = text
            } else if let terminated = state?["terminated"] {
                let text = terminated["reason"]?.string ?? ""
                reason = text.isEmpty ? Self.exitText(terminated) : text
            } else if container["ready"]?.bool == true, state?["running"] != nil {
                hasRunning = true
                readyContainers += 1
            }
        }
        if reason == "Completed", hasRunning { reason = Cell.isTrue(pod, "Ready") ? "Running" : "NotReady" }
    }

    private mutating func count(_ container: JSONValue) {
        restarts = restarts.addingReportingOverflow(container["restartCount"]?.integer ?? 0).partialValue
        guard let finished = container[path: "lastState", "terminated", "finishedAt"]?.string else { return }
        // RFC 3339 in UTC sorts as text
        if finished > lastRestart ?? "" { lastRestart = finished }
    }

    private static func exitCode(_ terminated: JSONValue) -> Int64 { terminated["exitCode"]?.integer ?? 0 }

    private static func exitText(_ terminated: JSONValue) -> String {
        if let signal = terminated["signal"]?.integer, signal != 0 { return "Signal:\(signal)" }
        return "ExitCode:\(exitCode(terminated))"
    }
}
