import Kubernetes

/// The rules of custom resource definitions (`apiextensions.k8s.io/v1`).
enum DefinitionRules {
    /// Keeps a deleted definition until its objects are gone.
    static let finalizer = "customresourcecleanup.apiextensions.k8s.io"
    private static let approval = "api-approved.kubernetes.io"

    static let rules = KindRules(
        hasStatus: true,
        defaults: { definition in
            guard definition["spec"]?.object != nil else { return }
            let kind = definition[path: "spec", "names", "kind"]?.string ?? ""
            if !kind.isEmpty {
                FieldRules.fill(&definition, "spec", "names", "singular", with: .string(kind.lowercased()))
                FieldRules.fill(&definition, "spec", "names", "listKind", with: .string("\(kind)List"))
            }
            FieldRules.fill(&definition, "spec", "conversion", "strategy", with: "None")
            if definition.deletionTimestamp == nil, !definition.finalizers.contains(finalizer) {
                definition.set(JSONValue(strings: definition.finalizers + [finalizer]), at: ["metadata", "finalizers"])
            }
            let stored = storageVersion(definition)
            let known = definition[path: "status", "storedVersions"]?.strings ?? []
            if !stored.isEmpty, !known.contains(stored) {
                definition.set(JSONValue(strings: known + [stored]), at: ["status", "storedVersions"])
            }
        },
        problems: { check($0, $1) },
        advice: { definition in
            let schemas = (definition[path: "spec", "versions"]?.array ?? []).compactMap { $0["schema"] }
            guard schemas.contains(where: hasExpressions) else { return [] }
            return ["x-kubernetes-validations are kept but not evaluated"]
        }
    )

    /// The version in which objects are stored; empty when there is none.
    static func storageVersion(_ definition: JSONValue) -> String {
        let versions = definition[path: "spec", "versions"]?.array ?? []
        return versions.first { $0["storage"]?.bool == true }?["name"]?.string ?? ""
    }

    private static func hasExpressions(_ value: JSONValue) -> Bool {
        var open = [value]
        while let next = open.popLast() {
            if next["x-kubernetes-validations"] != nil { return true }
            open += next.object?.map(\.value) ?? next.array ?? []
        }
        return false
    }

    private static func check(_ definition: JSONValue, _ old: JSONValue?) -> [Status.Cause] {
        let spec = definition["spec"]
        let group = spec?["group"]?.string ?? ""
        let plural = spec?[path: "names", "plural"]?.string ?? ""
        var causes: [Status.Cause] = []
        if definition.name != "\(plural).\(group)" {
            causes.append(
                .invalid("metadata.name", definition.name, "must be spec.names.plural+\".\"+spec.group")
            )
        }
        if group.isEmpty {
            causes.append(.required("spec.group"))
        } else {
            causes += FieldRules.name(group, "spec.group", NameFormat.subdomainProblems)
            if !group.contains(".") {
                causes.append(.invalid("spec.group", group, "should be a domain with at least one dot"))
            }
        }
        let isProtected = group == "k8s.io" || group.hasSuffix(".k8s.io") || group.hasSuffix(".kubernetes.io")
        if isProtected, (definition.annotations[approval] ?? "").isEmpty {
            causes.append(
                .required(
                    "metadata.annotations[\(approval)]",
                    "protected groups must have approval annotation \"\(approval)\", see "
                        + "https://github.com/kubernetes/enhancements/pull/1111"
                )
            )
        }
        let scope = spec?["scope"]?.string ?? ""
        causes +=
            scope.isEmpty
            ? [.required("spec.scope")] : FieldRules.oneOf(.string(scope), ["Cluster", "Namespaced"], "spec.scope")
        if spec?["preserveUnknownFields"]?.bool == true {
            causes.append(
                .unquoted(
                    "spec.preserveUnknownFields",
                    "true",
                    "must be false in order to use defaults in the schema"
                )
            )
        }
        causes += FieldRules.oneOf(spec?[path: "conversion", "strategy"], ["None"], "spec.conversion.strategy")
        causes += names(spec?["names"], "spec.names")
        causes += versions(spec?["versions"]?.array ?? [])
        return causes + changes(definition, old)
    }

    private static func names(_ names: JSONValue?, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        func check(_ name: String, _ place: String, isRequired: Bool) {
            if name.isEmpty {
                if isRequired { causes.append(.required(place)) }
            } else {
                causes += FieldRules.name(name.lowercased(), place, NameFormat.serviceNameProblems)
            }
        }
        for (member, isRequired) in [("plural", true), ("singular", false), ("kind", true), ("listKind", true)] {
            check(names?[member]?.string ?? "", "\(field).\(member)", isRequired: isRequired)
        }
        for member in ["shortNames", "categories"] {
            for (index, name) in (names?[member]?.strings ?? []).enumerated() {
                check(name, "\(field).\(member)[\(index)]", isRequired: true)
            }
        }
        let (kind, list) = (names?["kind"]?.string ?? "", names?["listKind"]?.string ?? "")
        if !kind.isEmpty, kind == list {
            causes.append(.invalid("\(field).listKind", list, "kind and listKind may not be the same"))
        }
        return causes
    }

    private static func versions(_ versions: [JSONValue]) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        if versions.isEmpty { causes.append(.required("spec.versions")) }
        var seen: Set<String> = []
        for (index, version) in versions.enumerated() {
            let field = "spec.versions[\(index)]"
            let name = version["name"]?.string ?? ""
            causes += FieldRules.name(name, "\(field).name", NameFormat.serviceNameProblems)
            if !seen.insert(name).inserted { causes.append(.duplicate("\(field).name", name)) }
            if let schema = version[path: "schema", "openAPIV3Schema"], schema.object != nil {
                causes += SchemaRules.problems(schema, "\(field).schema.openAPIV3Schema")
            } else {
                causes.append(.required("\(field).schema.openAPIV3Schema", "schemas are required"))
            }
            for (place, column) in (version["additionalPrinterColumns"]?.array ?? []).enumerated() {
                causes += columnProblems(column, "\(field).additionalPrinterColumns[\(place)]")
            }
            if let scale = version[path: "subresources", "scale"], scale.object != nil {
                causes += scaleProblems(scale, "\(field).subresources.scale")
            }
        }
        if !versions.isEmpty, versions.filter({ $0["storage"]?.bool == true }).count != 1 {
            causes.append(
                .unquoted("spec.versions", "", "must have exactly one version marked as storage version")
            )
        }
        return causes
    }

    private static func columnProblems(_ column: JSONValue, _ field: String) -> [Status.Cause] {
        var causes = FieldRules.required(column["name"], "\(field).name")
        let types = ["boolean", "date", "integer", "number", "string"]
        let type = column["type"]?.string ?? ""
        if !types.contains(type) {
            causes.append(.invalid("\(field).type", type, "must be one of \(types.joined(separator: ","))"))
        }
        let path = column["jsonPath"]?.string ?? ""
        if path.isEmpty { return causes + [.required("\(field).jsonPath")] }
        do {
            _ = try JSONPath(parsing: path)
        } catch {
            causes.append(.invalid("\(field).jsonPath", path, "must be a simple json path: \(error.message)"))
        }
        return causes
    }

    private static func scaleProblems(_ scale: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (member, roots) in [
            ("specReplicasPath", ["spec"]), ("statusReplicasPath", ["status"]),
            ("labelSelectorPath", ["spec", "status"]),
        ] {
            let path = scale[member]?.string ?? ""
            if path.isEmpty {
                if member != "labelSelectorPath" { causes.append(.required("\(field).\(member)")) }
                continue
            }
            let names = (try? JSONPath(parsing: path))?.memberNames ?? []
            guard names.count > 1, roots.contains(names[0]) else {
                let allowed = roots.map { ".\($0)" }.joined(separator: " or ")
                causes.append(
                    .invalid("\(field).\(member)", path, "should be a json path under \(allowed)")
                )
                continue
            }
        }
        return causes
    }

    /// What may not change once the definition is in force.
    private static func changes(_ definition: JSONValue, _ old: JSONValue?) -> [Status.Cause] {
        guard let old, Cell.isTrue(old, "Established") else { return [] }
        var causes = FieldRules.immutable(
            definition,
            old,
            ["spec", "scope"],
            ["spec", "group"],
            ["spec", "names", "kind"],
            ["spec", "names", "plural"]
        )
        let names = Set((definition[path: "spec", "versions"]?.array ?? []).compactMap { $0["name"]?.string })
        for (index, version) in (definition[path: "status", "storedVersions"]?.strings ?? []).enumerated()
        where !names.contains(version) {
            causes.append(
                .invalid(
                    "status.storedVersions[\(index)]",
                    version,
                    "missing from spec.versions; \(version) was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in \(version) and removes \(version) from status.storedVersions"
                )
            )
        }
        return causes
    }
}
