import Kubernetes

/// The rules of pods, and of the templates of what makes pods.
enum PodRules {
    static let pods = KindRules(
        hasStatus: true,
        initialStatus: ["phase": "Pending"],
        defaults: { PodDefaults.apply(toPod: &$0) },
        additions: { $0.set(.string(PodQuality.qosClass(of: $0["spec"])), at: ["status", "qosClass"]) },
        keeps: { pod, old in
            for name in ["nodeName", "priority", "preemptionPolicy", "enableServiceLinks", "serviceAccountName"]
            where pod["spec"]?[name] == nil { pod.set(old["spec"]?[name], at: ["spec", name]) }
        },
        problems: { pod, old in
            guard let old else { return spec(pod["spec"], "spec") }
            return update(pod, old)
        }
    )

    /// The problems of a template; workloads that go on for ever restart their containers always.
    ///
    /// The names in `claims` count as volumes beside the template's own.
    static func template(
        _ object: JSONValue,
        _ path: [String],
        restartPolicies: [String],
        claims: Set<String> = []
    ) -> [Status.Cause] {
        let field = path.joined(separator: ".")
        let template = object.value(at: path) ?? [:]
        var causes = spec(template["spec"], "\(field).spec", claims: claims)
        let words = restartPolicies.map { "\"\($0)\"" }
        switch template[path: "spec", "restartPolicy"]?.string ?? "" {
        case let policy where restartPolicies.contains(policy): break
        case "", "Always":
            if restartPolicies != ["Always"] {
                let why = "valid values: \(words.joined(separator: ", "))"
                causes.append(.required("\(field).spec.restartPolicy", why))
            }
        case let policy: causes.append(.notSupported("\(field).spec.restartPolicy", policy, words))
        }
        if restartPolicies == ["Always"], template[path: "spec", "activeDeadlineSeconds"]?.integer != nil {
            causes.append(
                .forbidden(
                    "\(field).spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in ReplicaSet is not Supported"
                )
            )
        }
        for (key, value) in template[path: "metadata", "labels"]?.stringMap ?? [:] {
            causes += FieldRules.name(key, "\(field).labels", NameFormat.qualifiedNameProblems)
            causes += FieldRules.name(value, "\(field).labels", NameFormat.labelValueProblems)
        }
        return causes
    }

    /// Only few fields of a pod may change.
    private static func update(_ pod: JSONValue, _ old: JSONValue) -> [Status.Cause] {
        func frozen(_ value: JSONValue) -> JSONValue {
            var spec = value["spec"] ?? [:]
            for list in ["containers", "initContainers"] {
                FieldRules.changeEach(&spec, list) { $0.set(nil, at: ["image"]) }
            }
            for name in [
                "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates", "nodeName",
            ] { spec.set(nil, at: [name]) }
            return spec
        }
        var causes: [Status.Cause] = []
        let node = old[path: "spec", "nodeName"]?.string ?? ""
        if frozen(pod) != frozen(old) || !node.isEmpty && pod[path: "spec", "nodeName"] != old[path: "spec", "nodeName"]
        {
            causes.append(
                .forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                        + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions"
                        + " to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
                        + " was previously negative)"
                )
            )
        }
        return causes + spec(pod["spec"], "spec")
    }

    /// What is wrong with a pod's spec.
    static func spec(_ spec: JSONValue?, _ field: String, claims: Set<String> = []) -> [Status.Cause] {
        guard let spec, spec.object != nil else { return [.required("\(field).containers")] }
        var causes = PodVolumeRules.problems(spec, "\(field).volumes")
        let volumes = claims.union((spec["volumes"]?.array ?? []).compactMap { $0["name"]?.string })
        if spec["containers"]?.array?.isEmpty ?? true { causes.append(.required("\(field).containers")) }
        var names: Set<String> = []
        for list in ["containers", "initContainers"] {
            for (index, container) in (spec[list]?.array ?? []).enumerated() {
                let place = "\(field).\(list)[\(index)]"
                causes += ContainerRules.problems(container, place, volumes: volumes)
                if list == "initContainers" { causes += ProbeRules.initial(container, place) }
                if let name = container["name"]?.string, !name.isEmpty, !names.insert(name).inserted {
                    causes.append(.duplicate("\(place).name", name))
                }
            }
        }
        causes += FieldRules.oneOf(
            spec["restartPolicy"],
            ["Always", "OnFailure", "Never"],
            "\(field).restartPolicy"
        )
        for member in spec["overhead"]?.object ?? JSONObject() {
            let text = Cell.text(member.value)
            guard Quantity(parsing: text).map({ $0 < .zero }) ?? true else { continue }
            causes.append(.invalid("\(field).overhead[\(member.name)]", text, "must be greater than or equal to 0"))
        }
        for member in ["serviceAccountName", "nodeName", "priorityClassName", "runtimeClassName"] {
            guard let name = spec[member]?.string, !name.isEmpty else { continue }
            causes += FieldRules.name(name, "\(field).\(member)", NameFormat.subdomainProblems)
        }
        for member in ["hostname", "subdomain"] {
            guard let name = spec[member]?.string, !name.isEmpty else { continue }
            causes += FieldRules.name(name, "\(field).\(member)", NameFormat.labelProblems)
        }
        for (index, gate) in (spec["readinessGates"]?.array ?? []).enumerated() {
            causes += FieldRules.name(
                gate["conditionType"]?.string ?? "",
                "\(field).readinessGates[\(index)].conditionType",
                NameFormat.qualifiedNameProblems
            )
        }
        if let seconds = spec["activeDeadlineSeconds"]?.integer, !(1...2_147_483_647).contains(seconds) {
            causes.append(
                .unquoted(
                    "\(field).activeDeadlineSeconds",
                    String(seconds),
                    "must be between 1 and 2147483647, inclusive"
                )
            )
        }
        if let seconds = spec["terminationGracePeriodSeconds"]?.integer, seconds < 0 {
            causes.append(
                .unquoted(
                    "\(field).terminationGracePeriodSeconds",
                    String(seconds),
                    "must be greater than or equal to 0"
                )
            )
        }
        return causes + PodPlacementRules.problems(spec, field) + PodNetworkRules.problems(spec, field)
            + PodSecurityRules.problems(spec, field)
    }
}
