import Kubernetes

/// Which pods a quota is about: `spec.scopes` and `spec.scopeSelector`.
enum QuotaScope {
    /// Whether a quota counts an object; one with scopes counts nothing but pods.
    static func holds(_ quota: JSONValue, _ object: JSONValue, _ resource: GroupResource) -> Bool {
        var conditions: [(name: String, operator: String, values: [String])] =
            (quota[path: "spec", "scopes"]?.strings ?? []).map { ($0, "Exists", []) }
        for expression in quota[path: "spec", "scopeSelector", "matchExpressions"]?.array ?? [] {
            conditions.append(
                (
                    expression["scopeName"]?.string ?? "", expression["operator"]?.string ?? "",
                    expression["values"]?.strings ?? []
                )
            )
        }
        guard !conditions.isEmpty else { return true }
        guard resource == KnownResource.pods else { return false }
        return conditions.allSatisfy { holds($0.name, $0.operator, $0.values, object) }
    }

    private static func holds(_ scope: String, _ relation: String, _ values: [String], _ pod: JSONValue) -> Bool {
        let isTerminating = pod[path: "spec", "activeDeadlineSeconds"]?.integer ?? -1 >= 0
        switch scope {
        case "Terminating": return isTerminating
        case "NotTerminating": return !isTerminating
        case "BestEffort": return isBestEffort(pod)
        case "NotBestEffort": return !isBestEffort(pod)
        case "PriorityClass":
            let name = pod[path: "spec", "priorityClassName"]?.string ?? ""
            return switch relation {
            case "In": values.contains(name)
            case "NotIn": !values.contains(name)
            case "DoesNotExist": name.isEmpty
            default: !name.isEmpty
            }
        default: return false
        }
    }

    private static func isBestEffort(_ pod: JSONValue) -> Bool {
        PodAmounts.containers(pod).allSatisfy { container in
            ["requests", "limits"].allSatisfy { list in
                ["cpu", "memory"].allSatisfy { container[path: "resources", list]?[$0] == nil }
            }
        }
    }
}
