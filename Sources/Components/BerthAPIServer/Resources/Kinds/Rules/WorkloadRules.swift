import Kubernetes

/// The rules of what runs pods.
enum WorkloadRules {
    private static let template = ["spec", "template"]

    static let deployments = KindRules(
        hasStatus: true,
        initialStatus: [:],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            PodDefaults.apply(to: &object, at: template + ["spec"])
            FieldRules.setDefault(&object, "spec", "replicas", to: 1)
            FieldRules.setDefault(&object, "spec", "revisionHistoryLimit", to: 10)
            FieldRules.setDefault(&object, "spec", "progressDeadlineSeconds", to: 600)
            FieldRules.fill(&object, "spec", "strategy", "type", with: "RollingUpdate")
            if object[path: "spec", "strategy", "type"] == "RollingUpdate" {
                FieldRules.setDefault(&object, "spec", "strategy", "rollingUpdate", "maxSurge", to: "25%")
                FieldRules.setDefault(&object, "spec", "strategy", "rollingUpdate", "maxUnavailable", to: "25%")
            }
        },
        problems: { object, old in
            var causes = replicated(object, old, kind: "deployment")
            causes += strategy(object[path: "spec", "strategy"])
            causes += FieldRules.notNegative(object, "spec", "revisionHistoryLimit")
            if let deadline = object[path: "spec", "progressDeadlineSeconds"]?.integer,
                deadline <= object[path: "spec", "minReadySeconds"]?.integer ?? 0
            {
                causes.append(
                    .unquoted("spec.progressDeadlineSeconds", String(deadline), "must be greater than minReadySeconds")
                )
            }
            return causes
        }
    )

    static let replicaSets = KindRules(
        hasStatus: true,
        initialStatus: ["replicas": 0],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            PodDefaults.apply(to: &object, at: template + ["spec"])
            FieldRules.setDefault(&object, "spec", "replicas", to: 1)
        },
        problems: { replicated($0, $1, kind: "deployment") }
    )

    static let statefulSets = KindRules(
        hasStatus: true,
        initialStatus: ["replicas": 0, "availableReplicas": 0],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            PodDefaults.apply(to: &object, at: template + ["spec"])
            FieldRules.setDefault(&object, "spec", "replicas", to: 1)
            FieldRules.setDefault(&object, "spec", "revisionHistoryLimit", to: 10)
            FieldRules.fill(&object, "spec", "podManagementPolicy", with: "OrderedReady")
            FieldRules.fill(&object, "spec", "updateStrategy", "type", with: "RollingUpdate")
            if object[path: "spec", "updateStrategy", "type"] == "RollingUpdate" {
                FieldRules.setDefault(&object, "spec", "updateStrategy", "rollingUpdate", "partition", to: 0)
            }
            for moment in ["whenDeleted", "whenScaled"] {
                FieldRules.fill(&object, "spec", "persistentVolumeClaimRetentionPolicy", moment, with: "Retain")
            }
            FieldRules.changeEach(&object, "spec", "volumeClaimTemplates") { claim in
                guard claim.object != nil else { return }
                FieldRules.fill(&claim, "apiVersion", with: "v1")
                FieldRules.fill(&claim, "kind", with: "PersistentVolumeClaim")
                FieldRules.fill(&claim, "spec", "volumeMode", with: "Filesystem")
                claim.set(["phase": "Pending"], at: ["status"])
            }
        },
        problems: { object, old in
            var causes = replicated(object, old, kind: "statefulset")
            causes += FieldRules.oneOf(
                object[path: "spec", "podManagementPolicy"],
                ["OrderedReady", "Parallel"],
                "spec.podManagementPolicy"
            )
            guard let old else { return causes }
            let fixed = ["serviceName", "podManagementPolicy", "volumeClaimTemplates"]
            if fixed.contains(where: { object["spec"]?[$0] != old["spec"]?[$0] }) {
                causes.append(
                    .forbidden(
                        "spec",
                        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                            + "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                            + "'minReadySeconds' are forbidden"
                    )
                )
            }
            return causes
        }
    )

    static let daemonSets = KindRules(
        hasStatus: true,
        initialStatus: [
            "currentNumberScheduled": 0, "desiredNumberScheduled": 0, "numberMisscheduled": 0, "numberReady": 0,
        ],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            PodDefaults.apply(to: &object, at: template + ["spec"])
            FieldRules.setDefault(&object, "spec", "revisionHistoryLimit", to: 10)
            FieldRules.fill(&object, "spec", "updateStrategy", "type", with: "RollingUpdate")
            if object[path: "spec", "updateStrategy", "type"] == "RollingUpdate" {
                FieldRules.setDefault(&object, "spec", "updateStrategy", "rollingUpdate", "maxSurge", to: 0)
                FieldRules.setDefault(&object, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable", to: 1)
            }
        },
        problems: { replicated($0, $1, kind: "daemonset") }
    )

    static let replicationControllers = KindRules(
        usualPropagation: .orphan,
        hasStatus: true,
        initialStatus: ["replicas": 0],
        defaults: { object in
            FieldRules.setDefault(&object, "spec", to: [:])
            PodDefaults.apply(to: &object, at: template + ["spec"])
            FieldRules.setDefault(&object, "spec", "replicas", to: 1)
            guard let labels = object[path: "spec", "template", "metadata", "labels"] else { return }
            FieldRules.setDefault(&object, "spec", "selector", to: labels)
            FieldRules.setDefault(&object, "metadata", "labels", to: labels)
        },
        problems: { object, _ in
            let selector = object[path: "spec", "selector"]?.stringMap ?? [:]
            var causes = FieldRules.notNegative(object, "spec", "replicas")
            if selector.isEmpty { causes.append(.required("spec.selector")) }
            guard object.value(at: template)?.object != nil else { return causes + [.required("spec.template")] }
            causes += matching(object, ["matchLabels": JSONValue(stringMap: selector)])
            return causes + PodRules.template(object, template, restartPolicies: ["Always"])
        }
    )

    static let podTemplates = KindRules(
        defaults: { PodDefaults.apply(to: &$0, at: ["template", "spec"]) },
        problems: { object, _ in PodRules.spec(object[path: "template", "spec"], "template.spec") }
    )

    /// Replicas, the selector and the template of what keeps pods running.
    private static func replicated(_ object: JSONValue, _ old: JSONValue?, kind: String) -> [Status.Cause] {
        var causes = FieldRules.notNegative(object, "spec", "replicas")
        causes += FieldRules.notNegative(object, "spec", "minReadySeconds")
        if let selector = object[path: "spec", "selector"], selector.object != nil {
            causes += FieldRules.selector(selector, "spec.selector")
            let labels = selector["matchLabels"]?.object ?? JSONObject()
            if labels.isEmpty, selector["matchExpressions"]?.array?.isEmpty ?? true {
                causes.append(.unquoted("spec.selector", "{}", "empty selector is invalid for \(kind)"))
            } else {
                causes += matching(object, selector)
            }
        } else {
            // without a selector a daemon set fits no template, as a Kubernetes API server sees it
            if kind != "daemonset" { causes.append(.required("spec.selector")) }
            causes += matching(object, nil)
        }
        // what a stateful set claims counts as a volume
        let claims = object[path: "spec", "volumeClaimTemplates"]?.array ?? []
        causes += PodRules.template(
            object,
            template,
            restartPolicies: ["Always"],
            claims: Set(claims.map(\.name))
        )
        if let old, object[path: "spec", "selector"] != old[path: "spec", "selector"] {
            causes.append(.immutable("spec.selector", object[path: "spec", "selector"]))
        }
        return causes
    }

    /// Whether the selector of an object fits the labels of its template; no selector fits nothing.
    static func matching(_ object: JSONValue, _ selector: JSONValue?) -> [Status.Cause] {
        let labels = object.value(at: template)?[path: "metadata", "labels"]
        if let selector {
            guard let read = try? LabelSelector(object: selector), !read.matches(labels?.stringMap ?? [:]) else {
                return []
            }
        }
        let why = "`selector` does not match template `labels`"
        return [.unquoted("spec.template.metadata.labels", shown(labels), why)]
    }

    /// Labels in the words of the real server.
    static func shown(_ labels: JSONValue?) -> String {
        guard labels?.object != nil else { return "map[string]string(nil)" }
        let members = (labels?.stringMap ?? [:]).sorted { $0.key.hasBytesBefore($1.key) }
        return "map[string]string{\(members.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ", "))}"
    }

    private static func strategy(_ strategy: JSONValue?) -> [Status.Cause] {
        let rolling = strategy?["rollingUpdate"]
        switch strategy?["type"]?.string ?? "" {
        case "Recreate":
            guard rolling?.object != nil else { return [] }
            return [
                .forbidden(
                    "spec.strategy.rollingUpdate",
                    "may not be specified when strategy `type` is 'Recreate'"
                )
            ]
        case "RollingUpdate":
            let field = "spec.strategy.rollingUpdate"
            var causes = FieldRules.countOrPercentage(rolling?["maxUnavailable"], "\(field).maxUnavailable")
            causes += FieldRules.countOrPercentage(rolling?["maxSurge"], "\(field).maxSurge")
            if let share = rolling?["maxUnavailable"]?.string, let percent = Int(share.dropLast()), percent > 100 {
                causes.append(.invalid("\(field).maxUnavailable", share, "must not be greater than 100%"))
            }
            let isZero: (JSONValue?) -> Bool = { $0 == 0 || $0 == "0%" }
            if isZero(rolling?["maxUnavailable"]), isZero(rolling?["maxSurge"]) {
                causes.append(.unquoted("\(field).maxUnavailable", "0", "may not be 0 when `maxSurge` is 0"))
            }
            return causes
        case let other: return [.notSupported("spec.strategy.type", other, words: ["Recreate", "RollingUpdate"])]
        }
    }
}
