import Kubernetes

/// The rules of roles and bindings (`rbac.authorization.k8s.io`).
enum RightsRules {
    private static let group = "rbac.authorization.k8s.io"

    static let roles = KindRules(nameRule: .pathSegment, problems: { role, _ in rules(role, isNamespaced: true) })

    static let clusterRoles = KindRules(
        nameRule: .pathSegment,
        problems: { role, old in
            var causes = rules(role, isNamespaced: false)
            guard let aggregation = role["aggregationRule"], !aggregation.isNull else { return causes }
            let selectors = aggregation["clusterRoleSelectors"]?.array ?? []
            if selectors.isEmpty {
                causes.append(
                    .required(
                        "aggregationRule.clusterRoleSelectors",
                        "at least one clusterRoleSelector required if aggregationRule is non-nil"
                    )
                )
            }
            for (index, selector) in selectors.enumerated() {
                causes += FieldRules.selector(selector, "aggregationRule.clusterRoleSelectors[\(index)]")
            }
            return causes
        }
    )

    static let roleBindings = bindings(isNamespaced: true)
    static let clusterRoleBindings = bindings(isNamespaced: false)

    private static func rules(_ role: JSONValue, isNamespaced: Bool) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, rule) in (role["rules"]?.array ?? []).enumerated() {
            let field = "rules[\(index)]"
            let paths = rule["nonResourceURLs"]?.strings ?? []
            let (groups, resources) = (rule["apiGroups"]?.strings ?? [], rule["resources"]?.strings ?? [])
            if rule["verbs"]?.strings.isEmpty ?? true {
                causes.append(.required("\(field).verbs", "verbs must contain at least one value"))
            }
            if !paths.isEmpty {
                if isNamespaced {
                    causes.append(
                        .invalid(
                            "\(field).nonResourceURLs",
                            paths.joined(separator: " "),
                            "namespaced rules cannot apply to non-resource URLs"
                        )
                    )
                }
                if !groups.isEmpty || !resources.isEmpty || !(rule["resourceNames"]?.strings.isEmpty ?? true) {
                    causes.append(
                        .invalid(
                            "\(field).nonResourceURLs",
                            paths.joined(separator: " "),
                            "rules cannot apply to both regular resources and non-resource URLs"
                        )
                    )
                }
                continue
            }
            if groups.isEmpty {
                causes.append(.required("\(field).apiGroups", "resource rules must supply at least one api group"))
            }
            if resources.isEmpty {
                causes.append(.required("\(field).resources", "resource rules must supply at least one resource"))
            }
        }
        return causes
    }

    private static func bindings(isNamespaced: Bool) -> KindRules {
        KindRules(
            nameRule: .pathSegment,
            defaults: { binding in
                if binding["roleRef"]?.object != nil {
                    FieldRules.fill(&binding, "roleRef", "apiGroup", with: .string(group))
                }
                FieldRules.changeEach(&binding, "subjects") { subject in
                    guard subject.object != nil, ["User", "Group"].contains(subject.kind) else { return }
                    FieldRules.fill(&subject, "apiGroup", with: .string(group))
                }
            },
            problems: { binding, old in
                var causes = roleReference(binding["roleRef"], isNamespaced: isNamespaced)
                for (index, subject) in (binding["subjects"]?.array ?? []).enumerated() {
                    causes += subjectProblems(subject, "subjects[\(index)]", isNamespaced: isNamespaced)
                }
                if let old, binding["roleRef"] != old["roleRef"] {
                    causes.append(
                        .unquoted("roleRef", binding["roleRef"]?.serialized() ?? "null", "cannot change roleRef")
                    )
                }
                return causes
            }
        )
    }

    private static func roleReference(_ reference: JSONValue?, isNamespaced: Bool) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let found = reference?["apiGroup"]?.string ?? ""
        if found != group { causes.append(.notSupported("roleRef.apiGroup", found, words: [group])) }
        let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        let kind = reference?["kind"]?.string ?? ""
        if !kinds.contains(kind) { causes.append(.notSupported("roleRef.kind", kind, words: kinds)) }
        let name = reference?["name"]?.string ?? ""
        if name.isEmpty { return causes + [.required("roleRef.name")] }
        return causes + FieldRules.name(name, "roleRef.name", NameFormat.pathSegmentProblems)
    }

    private static func subjectProblems(_ subject: JSONValue, _ field: String, isNamespaced: Bool) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let name = subject["name"]?.string ?? ""
        let given = subject["apiGroup"]?.string ?? ""
        if name.isEmpty { causes.append(.required("\(field).name")) }
        switch subject.kind {
        case "ServiceAccount":
            if !name.isEmpty { causes += FieldRules.name(name, "\(field).name", NameFormat.subdomainProblems) }
            if !given.isEmpty { causes.append(.notSupported("\(field).apiGroup", given, ["\"\""])) }
            if !isNamespaced, (subject["namespace"]?.string ?? "").isEmpty {
                causes.append(.required("\(field).namespace"))
            }
        case "User", "Group":
            if given != group { causes.append(.notSupported("\(field).apiGroup", given, words: [group])) }
        case let kind:
            causes.append(.notSupported("\(field).kind", kind, words: ["ServiceAccount", "User", "Group"]))
        }
        return causes
    }
}
