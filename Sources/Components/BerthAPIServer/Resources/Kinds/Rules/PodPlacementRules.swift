import Kubernetes

/// The rules of where a pod may run: tolerations, node selectors, affinities, spreading.
enum PodPlacementRules {
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    static func problems(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, toleration) in (spec["tolerations"]?.array ?? []).enumerated() {
            causes += tolerationProblems(toleration, "\(field).tolerations[\(index)]")
        }
        for (key, value) in spec["nodeSelector"]?.stringMap ?? [:] {
            causes += FieldRules.name(key, "\(field).nodeSelector", NameFormat.qualifiedNameProblems)
            causes += FieldRules.name(value, "\(field).nodeSelector", NameFormat.labelValueProblems)
        }
        causes += nodes(spec[path: "affinity", "nodeAffinity"], "\(field).affinity.nodeAffinity")
        for member in ["podAffinity", "podAntiAffinity"] {
            causes += pods(spec[path: "affinity", member], "\(field).affinity.\(member)")
        }
        return causes + spreading(spec, "\(field).topologySpreadConstraints")
    }

    private static func tolerationProblems(_ toleration: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let sign = toleration["operator"]?.string ?? ""
        let (key, value) = (toleration["key"]?.string ?? "", toleration["value"]?.string ?? "")
        let effect = toleration["effect"]?.string ?? ""
        if !key.isEmpty { causes += FieldRules.name(key, "\(field).key", NameFormat.qualifiedNameProblems) }
        if sign != "Exists", key.isEmpty {
            causes.append(
                .invalid(
                    "\(field).operator",
                    sign,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
                )
            )
        }
        if toleration["tolerationSeconds"]?.integer != nil, effect != "NoExecute" {
            let why = "effect must be 'NoExecute' when `tolerationSeconds` is set"
            causes.append(.invalid("\(field).effect", effect, why))
        }
        causes += FieldRules.oneOf(.string(sign), ["Equal", "Exists"], "\(field).operator")
        if sign == "Exists", !value.isEmpty {
            let why = "value must be empty when `operator` is 'Exists'"
            causes.append(.unquoted("\(field).operator", toleration.serialized(), why))
        } else if sign != "Exists" {
            causes += FieldRules.name(value, "\(field).operator", NameFormat.labelValueProblems)
        }
        let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
        return causes + FieldRules.oneOf(toleration["effect"], effects, "\(field).effect")
    }

    private static func nodes(_ affinity: JSONValue?, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        if let selector = affinity?[required], selector.object != nil {
            let terms = selector["nodeSelectorTerms"]?.array ?? []
            let place = "\(field).\(required).nodeSelectorTerms"
            if terms.isEmpty { causes.append(.required(place, "must have at least one node selector term")) }
            for (index, term) in terms.enumerated() { causes += nodeTerm(term, "\(place)[\(index)]") }
        }
        for (index, choice) in (affinity?[preferred]?.array ?? []).enumerated() {
            let place = "\(field).\(preferred)[\(index)]"
            causes += weight(choice, place) + nodeTerm(choice["preference"] ?? [:], "\(place).preference")
        }
        return causes
    }

    private static func nodeTerm(_ term: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, expression) in (term["matchExpressions"]?.array ?? []).enumerated() {
            causes += FieldRules.expression(expression, "\(field).matchExpressions[\(index)]", comparesNumbers: true)
        }
        for (index, expression) in (term["matchFields"]?.array ?? []).enumerated() {
            let key = expression["key"]?.string ?? ""
            guard key != "metadata.name" else { continue }
            causes.append(.invalid("\(field).matchFields[\(index)].key", key, "not a valid field selector key"))
        }
        return causes
    }

    private static func pods(_ affinity: JSONValue?, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, term) in (affinity?[required]?.array ?? []).enumerated() {
            causes += podTerm(term, "\(field).\(required)[\(index)]")
        }
        for (index, choice) in (affinity?[preferred]?.array ?? []).enumerated() {
            let place = "\(field).\(preferred)[\(index)]"
            causes += weight(choice, place) + podTerm(choice["podAffinityTerm"] ?? [:], "\(place).podAffinityTerm")
        }
        return causes
    }

    private static func podTerm(_ term: JSONValue, _ field: String) -> [Status.Cause] {
        var causes = FieldRules.selector(term["labelSelector"], "\(field).labelSelector")
        causes += FieldRules.selector(term["namespaceSelector"], "\(field).namespaceSelector")
        for name in term["namespaces"]?.strings ?? [] {
            causes += FieldRules.name(name, "\(field).namespace", NameFormat.labelProblems)
        }
        let key = term["topologyKey"]?.string ?? ""
        if key.isEmpty { return causes + [.required("\(field).topologyKey", "can not be empty")] }
        return causes + FieldRules.name(key, "\(field).topologyKey", NameFormat.qualifiedNameProblems)
    }

    private static func weight(_ choice: JSONValue, _ field: String) -> [Status.Cause] {
        let weight = choice["weight"]?.integer ?? 0
        guard !(1...100).contains(weight) else { return [] }
        return [.unquoted("\(field).weight", String(weight), "must be in the range 1-100")]
    }

    private static func spreading(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        var seen: Set<[String]> = []
        for (index, constraint) in (spec["topologySpreadConstraints"]?.array ?? []).enumerated() {
            let place = "\(field)[\(index)]"
            let skew = constraint["maxSkew"]?.integer ?? 0
            if skew < 1 { causes.append(.unquoted("\(place).maxSkew", String(skew), "must be greater than zero")) }
            let key = constraint["topologyKey"]?.string ?? ""
            if key.isEmpty { causes.append(.required("\(place).topologyKey", "can not be empty")) }
            let action = constraint["whenUnsatisfiable"]?.string ?? ""
            let actions = ["DoNotSchedule", "ScheduleAnyway"]
            if !actions.contains(action) {
                causes.append(.notSupported("\(place).whenUnsatisfiable", action, words: actions))
            }
            if !seen.insert([key, action]).inserted {
                causes.append(.duplicate("\(place).{topologyKey, whenUnsatisfiable}", "{\(key), \(action)}"))
            }
            causes += FieldRules.selector(constraint["labelSelector"], "\(place).labelSelector")
        }
        return causes
    }
}
