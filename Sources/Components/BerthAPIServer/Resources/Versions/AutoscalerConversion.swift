import Kubernetes

/// `autoscaling/v1`: the processors' use in one number, where v2 has a list of metrics.
///
/// What v1 cannot say, other metrics and the behaviour, is kept when it is changed through v1.
enum AutoscalerConversion {
    static func version1(of kind: ResourceKind) -> KindVersion {
        var version = KindVersion("autoscaling/v1", of: kind)
        version.show = { object in
            let target = cpu(object[path: "spec", "metrics"])?["target"]?["averageUtilization"]
            let current = cpu(object[path: "status", "currentMetrics"])?["current"]?["averageUtilization"]
            for name in ["metrics", "behavior"] { object.set(nil, at: ["spec", name]) }
            if object["status"]?.object != nil {
                for name in ["currentMetrics", "conditions"] { object.set(nil, at: ["status", name]) }
                object.set(current, at: ["status", "currentCPUUtilizationPercentage"])
            }
            object.set(target, at: ["spec", "targetCPUUtilizationPercentage"])
        }
        version.store = { object, old in
            let target = object[path: "spec", "targetCPUUtilizationPercentage"]
            object.set(nil, at: ["spec", "targetCPUUtilizationPercentage"])
            let wanted: JSONValue? = target.map { target in
                ["type": "Utilization", "averageUtilization": target]
            }
            let metrics = merged(old?[path: "spec", "metrics"], wanted, "target")
            object.set(metrics, at: ["spec", "metrics"])
            object.set(old?[path: "spec", "behavior"], at: ["spec", "behavior"])
            guard object["status"]?.object != nil else { return }
            let use = object[path: "status", "currentCPUUtilizationPercentage"]
            object.set(nil, at: ["status", "currentCPUUtilizationPercentage"])
            let current: JSONValue? = use.map { ["averageUtilization": $0] }
            let statuses = merged(old?[path: "status", "currentMetrics"], current, "current")
            object.set(statuses, at: ["status", "currentMetrics"])
            object.set(old?[path: "status", "conditions"], at: ["status", "conditions"])
        }
        return version
    }

    private static func isCPU(_ metric: JSONValue) -> Bool {
        metric["type"] == "Resource" && metric[path: "resource", "name"] == "cpu"
    }

    /// The part of the processors' metric that is about them.
    private static func cpu(_ metrics: JSONValue?) -> JSONValue? { metrics?.array?.first(where: isCPU)?["resource"] }

    /// The old list with another value for the processors' use; nil when nothing is left.
    private static func merged(_ old: JSONValue?, _ value: JSONValue?, _ member: String) -> JSONValue? {
        var metrics = old?.array ?? []
        let isUse = { (metric: JSONValue) in
            isCPU(metric) && metric["resource"]?[member]?["averageUtilization"] != nil
        }
        if let value {
            let metric: JSONValue = [
                "type": "Resource", "resource": .object(JSONObject([("name", "cpu"), (member, value)])),
            ]
            if let index = metrics.firstIndex(where: isUse) {
                if metrics[index]["resource"]?[member]?["averageUtilization"] != value["averageUtilization"] {
                    metrics[index] = metric
                }
            } else {
                metrics.append(metric)
            }
        } else {
            metrics.removeAll(where: isUse)
        }
        return metrics.isEmpty ? nil : .array(metrics)
    }
}
