import Kubernetes

extension Columns {
    private static let template = ["spec", "template"]

    private static func selector(_ path: String...) -> TableColumn {
        made("Selector", wide: true, "Selects the pods.") { object, _ in Cell.selector(object.value(at: path)) }
    }

    private static func labelSelector(_ path: String...) -> TableColumn {
        made("Selector", wide: true, "Selects the pods.") { object, _ in Cell.labels(object.value(at: path)) }
    }

    private static func ready() -> TableColumn {
        made("Ready", "The pods that are ready, of those wanted.") { object, _ in
            "\(number(object, "status", "readyReplicas"))/\(number(object, "spec", "replicas"))"
        }
    }

    private static func number(_ object: JSONValue, _ path: String...) -> Int64 {
        object.value(at: path)?.integer ?? 0
    }

    static let deployments: [TableColumn] = [
        name, ready(),
        count("Up-to-date", "status", "updatedReplicas", description: "Pods that follow the present template."),
        count("Available", "status", "availableReplicas", description: "Pods that have been ready long enough."),
        age, containers(template, wide: true), images(template, wide: true), selector("spec", "selector"),
    ]

    private static let replicated: [TableColumn] = [
        name,
        count("Desired", "spec", "replicas", description: "Pods that are wanted."),
        count("Current", "status", "replicas", description: "Pods that exist."),
        count("Ready", "status", "readyReplicas", description: "Pods that are ready."),
        age, containers(template, wide: true), images(template, wide: true),
    ]

    static let replicaSets = replicated + [selector("spec", "selector")]
    static let replicationControllers = replicated + [labelSelector("spec", "selector")]

    static let statefulSets: [TableColumn] = [
        name, ready(), age, containers(template, wide: true), images(template, wide: true),
    ]

    static let daemonSets: [TableColumn] = [
        name,
        count("Desired", "status", "desiredNumberScheduled", description: "Nodes that should run a pod."),
        count("Current", "status", "currentNumberScheduled", description: "Nodes that run at least one pod."),
        count("Ready", "status", "numberReady", description: "Nodes with a ready pod."),
        count(
            "Up-to-date",
            "status",
            "updatedNumberScheduled",
            description: "Nodes whose pod follows the present template."
        ),
        count("Available", "status", "numberAvailable", description: "Nodes whose pod has been ready long enough."),
        made("Node Selector", "Selects the nodes.") { object, _ in
            Cell.labels(object[path: "spec", "template", "spec", "nodeSelector"])
        },
        age, containers(template, wide: true), images(template, wide: true), selector("spec", "selector"),
    ]

    static let controllerRevisions: [TableColumn] = [
        name,
        made("Controller", "The object whose state this is.") { object, _ in
            guard let owner = object.ownerReferences.first(where: { $0["controller"]?.bool == true }) else {
                return Cell.none
            }
            let group = owner.apiVersion.split(separator: "/").dropLast().first.map { "." + $0 } ?? ""
            return "\(owner.kind.lowercased())\(group)/\(Cell.text(owner["name"]))"
        },
        count("Revision", "revision", description: "Number of the state."), age,
    ]

    static let jobs: [TableColumn] = [
        name,
        made("Status", "The job's state in one word.") { job, _ in
            if Cell.isTrue(job, "Complete") { return "Complete" }
            if Cell.isTrue(job, "Failed") { return "Failed" }
            if job.deletionTimestamp != nil { return "Terminating" }
            return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].first { Cell.isTrue(job, $0) } ?? "Running"
        },
        made("Completions", "Pods that succeeded, of those needed.") { job, _ in
            let succeeded = number(job, "status", "succeeded")
            if let completions = job[path: "spec", "completions"]?.integer { return "\(succeeded)/\(completions)" }
            let parallelism = number(job, "spec", "parallelism")
            return parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1"
        },
        made("Duration", "How long the job ran.") { job, now in
            guard let start = job[path: "status", "startTime"]?.string else { return "" }
            let end = job[path: "status", "completionTime"]?.string.flatMap { RFC3339.seconds(parsing: $0) } ?? now
            return Cell.age(start, end)
        },
        age, containers(template, wide: true), images(template, wide: true), selector("spec", "selector"),
    ]

    private static let jobTemplate = ["spec", "jobTemplate", "spec", "template"]

    static let cronJobs: [TableColumn] = [
        name, text("Schedule", "spec", "schedule", description: "When jobs start, in cron's form."),
        text("Timezone", "spec", "timeZone", absent: Cell.none, description: "The time zone of the schedule."),
        text("Suspend", "spec", "suspend", absent: "<unset>", description: "Whether no more jobs start."),
        TableColumn("Active", type: "integer", description: "Jobs that run.") { object, _ in
            .integer(Int64(object[path: "status", "active"]?.array?.count ?? 0))
        },
        since("Last Schedule", "status", "lastScheduleTime", absent: Cell.none),
        age, containers(jobTemplate, wide: true), images(jobTemplate, wide: true),
        selector("spec", "jobTemplate", "spec", "selector"),
    ]

    static let horizontalPodAutoscalers: [TableColumn] = [
        name,
        made("Reference", "What is scaled.") { object, _ in
            let target = object[path: "spec", "scaleTargetRef"]
            return "\(Cell.text(target?["kind"]))/\(Cell.text(target?["name"]))"
        },
        made("Targets", "Present and wanted values of the metrics.") { object, _ in targets(object) },
        text("MinPods", "spec", "minReplicas", absent: "<unset>", description: "The fewest pods."),
        count("MaxPods", "spec", "maxReplicas", description: "The most pods."),
        count("Replicas", "status", "currentReplicas", description: "Pods now."), age,
    ]

    private static func targets(_ object: JSONValue) -> String {
        let current = object[path: "status", "currentMetrics"]?.array ?? []
        let texts = (object[path: "spec", "metrics"]?.array ?? []).enumerated().map { index, metric in
            let type = metric["type"]?.string ?? ""
            let member = type.prefix(1).lowercased() + type.dropFirst()
            let target = metric[path: member, "target"]
            let present = index < current.count ? current[index][path: member, "current"] : nil
            let prefix =
                ["resource", "containerResource"].contains(member) ? "\(Cell.text(metric[path: member, "name"])): " : ""
            if let wanted = target?["averageUtilization"]?.integer {
                let now = present?["averageUtilization"]?.integer.map { "\($0)%" } ?? "<unknown>"
                return "\(prefix)\(now)/\(wanted)%"
            }
            if let wanted = target?["averageValue"] {
                let suffix = prefix.isEmpty && member != "pods" ? " (avg)" : ""
                return
                    "\(prefix)\(Cell.text(present?["averageValue"], absent: "<unknown>"))/\(Cell.text(wanted))\(suffix)"
            }
            return "\(prefix)\(Cell.text(present?["value"], absent: "<unknown>"))/\(Cell.text(target?["value"]))"
        }
        if texts.isEmpty { return Cell.none }
        let shown = texts.prefix(2).joined(separator: ", ")
        return texts.count > 2 ? "\(shown) + \(texts.count - 2) more..." : shown
    }
}
