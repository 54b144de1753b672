import Kubernetes

/// The rules of pods, and of the templates of what makes pods.
enum PodRules {
    static let pods = KindRules(
        hasStatus: true,
        initialStatus: ["phase": "Pending"],
        defaults: { PodDefaults.apply(toPod: &$0) },
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
    static func template(_ object: JSONValue, _ path: [String], restartPolicies: [String]) -> [Status.Cause] {
        let field = path.joined(separator: ".")
        guard let template = object.value(at: path), template.object != nil else { return [.required(field)] }
        var causes = spec(template["spec"], "\(field).spec")
        if let policy = template[path: "spec", "restartPolicy"]?.string, !restartPolicies.contains(policy),
            ["Always", "OnFailure", "Never"].contains(policy)
        {
            causes.append(.notSupported("\(field).spec.restartPolicy", policy, words: restartPolicies))
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
    static func spec(_ spec: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let spec, spec.object != nil else { return [.required("\(field).containers")] }
        var causes = PodVolumeRules.problems(spec, "\(field).volumes")
        let volumes = Set((spec["volumes"]?.array ?? []).compactMap { $0["name"]?.string })
        let containers = spec["containers"]?.array ?? []
        if containers.isEmpty { causes.append(.required("\(field).containers")) }
        var names: Set<String> = []
        for list in ["containers", "initContainers"] {
            for (index, container) in (spec[list]?.array ?? []).enumerated() {
                let place = "\(field).\(list)[\(index)]"
                causes += ContainerRules.problems(container, place, volumes: volumes)
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
        causes += FieldRules.oneOf(
            spec["dnsPolicy"],
            ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
            "\(field).dnsPolicy"
        )
        for member in spec["overhead"]?.object ?? JSONObject() {
            let text = Cell.text(member.value)
            guard Quantity(parsing: text).map({ $0 < .zero }) ?? true else { continue }
            causes.append(.invalid("\(field).overhead[\(member.name)]", text, "must be greater than or equal to 0"))
        }
        if let account = spec["serviceAccountName"]?.string, !account.isEmpty {
            causes += FieldRules.name(account, "\(field).serviceAccountName", NameFormat.subdomainProblems)
        }
        for member in ["hostname", "subdomain"] {
            guard let name = spec[member]?.string, !name.isEmpty else { continue }
            causes += FieldRules.name(name, "\(field).\(member)", NameFormat.labelProblems)
        }
        if let node = spec["nodeName"]?.string, !node.isEmpty {
            causes += FieldRules.name(node, "\(field).nodeName", NameFormat.subdomainProblems)
        }
        for (index, toleration) in (spec["tolerations"]?.array ?? []).enumerated() {
            let place = "\(field).tolerations[\(index)]"
            let sign = toleration["operator"]?.string ?? ""
            causes += FieldRules.oneOf(.string(sign), ["Equal", "Exists"], "\(place).operator")
            if sign == "Exists", !(toleration["value"]?.string ?? "").isEmpty {
                causes.append(
                    .unquoted(
                        "\(place).operator",
                        toleration.serialized(),
                        "value must be empty when `operator` is 'Exists'"
                    )
                )
            }
            if sign != "Exists", (toleration["key"]?.string ?? "").isEmpty {
                causes.append(
                    .invalid(
                        "\(place).operator",
                        sign,
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
                    )
                )
            }
            causes += FieldRules.oneOf(
                toleration["effect"],
                ["NoSchedule", "PreferNoSchedule", "NoExecute"],
                "\(place).effect"
            )
        }
        for (key, value) in spec["nodeSelector"]?.stringMap ?? [:] {
            causes += FieldRules.name(key, "\(field).nodeSelector", NameFormat.qualifiedNameProblems)
            causes += FieldRules.name(value, "\(field).nodeSelector", NameFormat.labelValueProblems)
        }
        if let seconds = spec["activeDeadlineSeconds"]?.integer, seconds < 1 {
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
        return causes
    }
}
