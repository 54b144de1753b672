import Kubernetes

/// How a job finds its pods: by labels made of its uid and its name, unless it brings a selector of its own.
///
/// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector>
enum JobSelector {
    private static let prefix = "batch.kubernetes.io/"
    private static let owner = "controller-uid"
    private static let template = ["spec", "template", "metadata", "labels"]

    /// Labels the template of a new job, by the names of today and of old, and selects by them.
    static func add(to job: inout JSONValue) {
        if job[path: "spec", "manualSelector"]?.bool != true {
            for (label, value) in labels(of: job) where job.value(at: template)?[label] == nil {
                job.set(.string(value), at: template + [label])
            }
            let place = ["spec", "selector", "matchLabels"]
            if job.value(at: place)?[owner] == nil, job.value(at: place)?[prefix + owner] == nil {
                job.set(.string(job.uid), at: place + [prefix + owner])
            }
        }
        guard job.labels.isEmpty, let labels = job.value(at: template), labels.object?.isEmpty == false else { return }
        job.set(labels, at: ["metadata", "labels"])
    }

    private static func labels(of job: JSONValue) -> [(String, String)] {
        [prefix, ""].flatMap { [("\($0)\(owner)", job.uid), ("\($0)job-name", job.name)] }
    }

    /// What is wrong with a new job's selector and labels.
    static func problems(_ job: JSONValue) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let selector = job[path: "spec", "selector"]
        if job[path: "spec", "manualSelector"]?.bool != true {
            let shown = job.value(at: template)
            for (label, value) in labels(of: job) where shown?[label]?.string?.hasSameBytes(as: value) != true {
                let field = "\(template.joined(separator: "."))[\(label)]"
                causes.append(.unquoted(field, WorkloadRules.shown(shown), "must be '\(value)'"))
            }
            let own = Dictionary(labels(of: job)) { first, _ in first }
            if let selector, let read = try? LabelSelector(object: selector), !read.matches(own) {
                causes.append(.unquoted("spec.selector", selector.serialized(), "`selector` not auto-generated"))
            }
        }
        if selector?.object == nil {
            causes.append(.required("spec.selector"))
        } else {
            causes += FieldRules.selector(selector, "spec.selector")
        }
        return causes + WorkloadRules.matching(job, selector)
    }

    /// A cron job's jobs get their selectors from the server: a template has none.
    static func templateProblems(_ cronJob: JSONValue) -> [Status.Cause] {
        let field = "spec.jobTemplate.spec"
        let spec = cronJob[path: "spec", "jobTemplate", "spec"]
        var causes: [Status.Cause] = []
        if let selector = spec?["selector"], selector.object != nil {
            causes.append(
                .unquoted("\(field).selector", selector.serialized(), "`selector` will be auto-generated")
            )
        }
        if spec?["manualSelector"]?.bool == true {
            causes.append(
                Status.Cause(
                    reason: "FieldValueNotSupported",
                    message: "Unsupported value: true: supported values: \"nil\", \"false\"",
                    field: "\(field).manualSelector"
                )
            )
        }
        return causes
    }
}
