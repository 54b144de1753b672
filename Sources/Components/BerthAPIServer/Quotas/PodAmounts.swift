import Kubernetes

/// What a pod asks for and may take at most: the sum of its containers, or of one that runs before them.
///
/// <https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers>
struct PodAmounts: Sendable {
    private(set) var requests: [String: Quantity]
    private(set) var limits: [String: Quantity]

    init(_ pod: JSONValue) {
        requests = Self.sum("requests", pod)
        limits = Self.sum("limits", pod)
        for (name, amount) in Self.amounts(pod[path: "spec", "overhead"]) {
            requests[name] = (requests[name] ?? .zero) + amount
            if let limit = limits[name] { limits[name] = limit + amount }
        }
    }

    /// As quotas name it.
    var usage: [String: Quantity] {
        var usage: [String: Quantity] = [:]
        for (name, amount) in requests {
            usage["requests.\(name)"] = amount
            if Self.short.contains(name) { usage[name] = amount }
        }
        for (name, amount) in limits { usage["limits.\(name)"] = amount }
        return usage
    }

    private static let short: Set = ["cpu", "memory", "ephemeral-storage"]

    /// Whether a name of `hard` limits what pods ask for.
    static func isCompute(_ name: String) -> Bool {
        short.contains(name) || name.hasPrefix("requests.") || name.hasPrefix("limits.")
    }

    /// The names of the containers that do not say what a quota limits.
    static func silent(about name: String, in pod: JSONValue) -> [String] {
        let (list, resource): (String, String) =
            if name.hasPrefix("limits.") {
                ("limits", String(name.dropFirst(7)))
            } else if name.hasPrefix("requests.") {
                ("requests", String(name.dropFirst(9)))
            } else {
                ("requests", name)
            }
        guard short.contains(resource) else { return [] }
        return containers(pod).filter { $0[path: "resources", list]?[resource] == nil }
            .compactMap { $0["name"]?.string }
    }

    static func containers(_ pod: JSONValue) -> [JSONValue] {
        (pod[path: "spec", "containers"]?.array ?? []) + (pod[path: "spec", "initContainers"]?.array ?? [])
    }

    private static func sum(_ list: String, _ pod: JSONValue) -> [String: Quantity] {
        var total: [String: Quantity] = [:]
        for container in pod[path: "spec", "containers"]?.array ?? [] {
            total.merge(amounts(container[path: "resources", list]), uniquingKeysWith: +)
        }
        var beside: [String: Quantity] = [:]
        var first: [String: Quantity] = [:]
        for container in pod[path: "spec", "initContainers"]?.array ?? [] {
            let amounts = amounts(container[path: "resources", list])
            guard container["restartPolicy"]?.string == "Always" else {
                first.merge(amounts.merging(beside, uniquingKeysWith: +), uniquingKeysWith: max)
                continue
            }
            // it stays beside all that come after it
            beside.merge(amounts, uniquingKeysWith: +)
            first.merge(beside, uniquingKeysWith: max)
        }
        total.merge(beside, uniquingKeysWith: +)
        return total.merging(first, uniquingKeysWith: max)
    }

    private static func amounts(_ values: JSONValue?) -> [String: Quantity] {
        var amounts: [String: Quantity] = [:]
        for member in values?.object ?? JSONObject() { amounts[member.name] = QuotaUsage.amount(member.value) }
        return amounts
    }
}
