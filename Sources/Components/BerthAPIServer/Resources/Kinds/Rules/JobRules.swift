import Kubernetes

/// The rules of jobs, cron jobs and what scales by metrics.
enum JobRules {
    static let jobs = KindRules(
        usualPropagation: .orphan,
        hasStatus: true,
        initialStatus: [:],
        defaults: { job in
            FieldRules.setDefault(&job, "spec", to: [:])
            jobDefaults(&job, ["spec"])
        },
        additions: { JobSelector.add(to: &$0) },
        problems: { job, old in
            var causes = old == nil ? JobSelector.problems(job) : []
            causes += jobProblems(job, ["spec"])
            if let old {
                causes += FieldRules.immutable(job, old, ["spec", "template"], ["spec", "completionMode"])
                if job[path: "spec", "completionMode"] != "Indexed" {
                    causes += FieldRules.immutable(job, old, ["spec", "completions"])
                }
                if old[path: "spec", "selector"] != nil {
                    causes += FieldRules.immutable(job, old, ["spec", "selector"])
                }
            }
            return causes
        }
    )

    static let cronJobs = KindRules(
        hasStatus: true,
        initialStatus: [:],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            FieldRules.fill(&object, "spec", "concurrencyPolicy", with: "Allow")
            FieldRules.setDefault(&object, "spec", "suspend", to: false)
            FieldRules.setDefault(&object, "spec", "successfulJobsHistoryLimit", to: 3)
            FieldRules.setDefault(&object, "spec", "failedJobsHistoryLimit", to: 1)
            PodDefaults.apply(to: &object, at: ["spec", "jobTemplate", "spec", "template", "spec"])
        },
        problems: { object, _ in
            var causes: [Status.Cause] = []
            let schedule = object[path: "spec", "schedule"]?.string ?? ""
            if schedule.isEmpty {
                causes.append(.required("spec.schedule"))
            } else if let problem = CronSchedule.problem(schedule) {
                causes.append(.invalid("spec.schedule", schedule, problem))
            }
            causes += FieldRules.oneOf(
                object[path: "spec", "concurrencyPolicy"],
                ["Allow", "Forbid", "Replace"],
                "spec.concurrencyPolicy"
            )
            causes += FieldRules.notNegative(object, "spec", "startingDeadlineSeconds")
            causes += FieldRules.notNegative(object, "spec", "successfulJobsHistoryLimit")
            causes += FieldRules.notNegative(object, "spec", "failedJobsHistoryLimit")
            if object.name.utf8.count > 52 {
                causes.append(.invalid("metadata.name", object.name, "must be no more than 52 characters"))
            }
            causes += JobSelector.templateProblems(object)
            return causes + jobProblems(object, ["spec", "jobTemplate", "spec"])
        }
    )

    static let autoscalers = KindRules(
        hasStatus: true,
        initialStatus: ["desiredReplicas": 0],
        defaults: { object in
            guard object["spec"]?.object != nil else { return }
            FieldRules.setDefault(&object, "spec", "minReplicas", to: 1)
            FieldRules.setDefault(
                &object,
                "spec",
                "metrics",
                to: [
                    [
                        "type": "Resource",
                        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
                    ]
                ]
            )
        },
        problems: { object, _ in
            var causes: [Status.Cause] = []
            let most = object[path: "spec", "maxReplicas"]?.integer ?? 0
            if most < 1 { causes.append(.unquoted("spec.maxReplicas", String(most), "must be greater than 0")) }
            if let fewest = object[path: "spec", "minReplicas"]?.integer {
                if fewest < 1 {
                    causes.append(.unquoted("spec.minReplicas", String(fewest), "must be greater than or equal to 1"))
                }
                if most > 0, fewest > most {
                    causes.append(
                        .unquoted("spec.maxReplicas", String(most), "must be greater than or equal to `minReplicas`")
                    )
                }
            }
            for member in ["kind", "name"] {
                let field = "spec.scaleTargetRef.\(member)"
                let text = object[path: "spec", "scaleTargetRef", member]?.string ?? ""
                causes +=
                    text.isEmpty
                    ? [.required(field)] : FieldRules.name(text, field, NameFormat.pathSegmentProblems)
            }
            for (index, metric) in (object[path: "spec", "metrics"]?.array ?? []).enumerated() {
                for source in ["resource", "containerResource"] {
                    guard let share = metric[path: source, "target", "averageUtilization"]?.integer, share < 1 else {
                        continue
                    }
                    let field = "spec.metrics[\(index)].\(source).target.averageUtilization"
                    causes.append(.unquoted(field, String(share), "must be greater than 0"))
                }
            }
            return causes
        }
    )

    private static func jobDefaults(_ object: inout JSONValue, _ path: [String]) {
        guard var spec = object.value(at: path), spec.object != nil else { return }
        if spec["completions"] == nil, spec["parallelism"] == nil { spec.set(1, at: ["completions"]) }
        FieldRules.setDefault(&spec, "parallelism", to: 1)
        FieldRules.setDefault(&spec, "backoffLimit", to: 6)
        FieldRules.fill(&spec, "completionMode", with: "NonIndexed")
        FieldRules.fill(&spec, "podReplacementPolicy", with: "TerminatingOrFailed")
        FieldRules.setDefault(&spec, "suspend", to: false)
        PodDefaults.apply(to: &spec, at: ["template", "spec"])
        object.set(spec, at: path)
    }

    private static func jobProblems(_ object: JSONValue, _ path: [String]) -> [Status.Cause] {
        let field = path.joined(separator: ".")
        var causes: [Status.Cause] = []
        for name in ["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"] {
            guard let number = object.value(at: path + [name])?.integer, number < 0 else { continue }
            causes.append(.unquoted("\(field).\(name)", String(number), "must be greater than or equal to 0"))
        }
        // a job's pods end, so Always, which is the default, is refused
        return causes + PodRules.template(object, path + ["template"], restartPolicies: ["OnFailure", "Never"])
    }
}
