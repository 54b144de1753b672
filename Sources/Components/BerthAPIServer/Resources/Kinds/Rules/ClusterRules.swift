import Kubernetes

/// The rules of the cluster's own configuration, and of its registry (reference 8.1, marked "V").
enum ClusterRules {
    /// Kinds of which there is one, called `cluster`.
    static let singletons = KindRules(hasStatus: true, problems: { object, _ in onlyCluster(object) })

    /// Any number of objects.
    static let plain = KindRules(hasStatus: true)

    static func onlyCluster(_ object: JSONValue) -> [Status.Cause] {
        object.name == "cluster" ? [] : [.invalid("metadata.name", object.name, "must be cluster")]
    }

    static let registry = KindRules(
        hasStatus: true,
        problems: { object, _ in
            var causes = patterned(object, ["spec", "managementState"], "^(Managed|Unmanaged|Force|Removed)$")
            causes += patterned(object, ["spec", "rolloutStrategy"], "^(RollingUpdate|Recreate)$")
            causes += patterned(object, ["spec", "storage", "managementState"], "^(Managed|Unmanaged)$")
            for name in ["logLevel", "operatorLogLevel"] { causes += logLevel(object["spec"]?[name], "spec.\(name)") }
            if object[path: "spec", "replicas"] == nil { causes.append(.required("spec.replicas")) }
            if object[path: "spec", "managementState"] == nil { causes.append(.required("spec.managementState")) }
            for side in ["read", "write"] {
                for name in ["maxInQueue", "maxRunning"] {
                    causes += atLeast(0, object, ["spec", "requests", side, name])
                }
                causes += duration(object, ["spec", "requests", side, "maxWaitInQueue"])
            }
            for (index, route) in (object[path: "spec", "routes"]?.array ?? []).enumerated() {
                causes += FieldRules.required(route["name"], "spec.routes[\(index)].name")
            }
            let chunk = ["spec", "storage", "s3", "chunkSizeMiB"]
            causes += atLeast(5, object, chunk)
            if let size = object.value(at: chunk)?.integer, size > 5120 {
                let field = chunk.joined(separator: ".")
                causes.append(.unquoted(field, String(size), "\(field) in body should be less than or equal to 5120"))
            }
            if let container = object[path: "spec", "storage", "azure", "container"]?.string, !container.isEmpty {
                let field = "spec.storage.azure.container"
                if container.utf8.count < 3 {
                    causes.append(.invalid(field, container, "\(field) in body should be at least 3 chars long"))
                }
                if container.utf8.count > 63 { causes.append(.tooLong(field, limit: 63)) }
            }
            return causes
        }
    )

    static let imagePruners = KindRules(
        hasStatus: true,
        problems: { object, _ in
            var causes = onlyCluster(object)
            let schedule = object[path: "spec", "schedule"]?.string ?? ""
            if !schedule.isEmpty, let problem = CronSchedule.problem(schedule) {
                causes.append(.invalid("spec.schedule", schedule, problem))
            }
            for name in ["keepTagRevisions", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
                causes += atLeast(0, object, ["spec", name])
            }
            return causes + duration(object, ["spec", "keepYoungerThanDuration"])
                + logLevel(object[path: "spec", "logLevel"], "spec.logLevel")
        }
    )

    private static func patterned(_ object: JSONValue, _ path: [String], _ pattern: String) -> [Status.Cause] {
        guard let text = object.value(at: path)?.string, !SchemaPattern.matches(text, pattern) else { return [] }
        let field = path.joined(separator: ".")
        if text.isEmpty, path.last != "managementState" || path.count > 2 { return [] }
        return [.invalid(field, text, "\(field) in body should match '\(pattern)'")]
    }

    private static func logLevel(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        let levels = ["", "Normal", "Debug", "Trace", "TraceAll"]
        guard let text = value?.string, !levels.contains(text) else { return [] }
        return [.notSupported(field, text, levels.map { "\"\($0)\"" })]
    }

    private static func atLeast(_ least: Int64, _ object: JSONValue, _ path: [String]) -> [Status.Cause] {
        guard let number = object.value(at: path)?.integer, number < least else { return [] }
        let field = path.joined(separator: ".")
        return [
            .unquoted(field, String(number), "\(field) in body should be greater than or equal to \(least)")
        ]
    }

    private static func duration(_ object: JSONValue, _ path: [String]) -> [Status.Cause] {
        guard let text = object.value(at: path)?.string, !text.isEmpty, DurationText.seconds(text) == nil else {
            return []
        }
        let field = path.joined(separator: ".")
        return [.invalid(field, text, "\(field) in body must be of type duration: \"\(text)\"")]
    }
}
