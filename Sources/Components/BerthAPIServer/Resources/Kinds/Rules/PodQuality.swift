import Kubernetes

/// How a pod is treated when its node runs short: by what its containers ask for.
///
/// <https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/>
enum PodQuality {
    private static let counted = ["cpu", "memory"]

    /// `Guaranteed`, `Burstable` or `BestEffort`.
    static func qosClass(of spec: JSONValue?) -> String {
        let containers = ["containers", "initContainers"].flatMap { spec?[$0]?.array ?? [] }
        var (requests, limits): ([String: Quantity], [String: Quantity]) = ([:], [:])
        var isLimited = true
        for container in containers {
            for name in counted {
                func amount(_ list: String) -> Quantity? {
                    let text = container[path: "resources", list, name].map { Cell.text($0) }
                    return text.flatMap(Quantity.init(parsing:)).flatMap { $0 > .zero ? $0 : nil }
                }
                if let request = amount("requests") { requests[name] = (requests[name] ?? .zero) + request }
                if let limit = amount("limits") {
                    limits[name] = (limits[name] ?? .zero) + limit
                } else {
                    isLimited = false
                }
            }
        }
        if requests.isEmpty, limits.isEmpty { return "BestEffort" }
        return isLimited && requests == limits ? "Guaranteed" : "Burstable"
    }
}
