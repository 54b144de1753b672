import Kubernetes

/// Roles and cluster roles as `authorization.openshift.io/v1` shows those of `rbac.authorization.k8s.io`.
struct LegacyRole: ObjectConversion {
    static let group = "authorization.openshift.io"
    let isCluster: Bool

    var storedResource: GroupResource { isCluster ? KnownResource.clusterRoles : KnownResource.roles }
    private var kind: String { isCluster ? "ClusterRole" : "Role" }

    func view(of stored: JSONValue) -> JSONValue {
        var view: JSONValue = [
            "kind": .string(kind), "apiVersion": "authorization.openshift.io/v1",
            "metadata": stored["metadata"] ?? [:],
        ]
        let rules = (stored["rules"]?.array ?? []).map { rule in
            var members = JSONObject()
            members["verbs"] = rule["verbs"] ?? []
            members["attributeRestrictions"] = .null
            members["apiGroups"] = rule["apiGroups"] ?? .null
            members["resources"] = rule["resources"] ?? []
            for name in ["resourceNames", "nonResourceURLs"] { members[name] = rule[name] }
            return JSONValue.object(members)
        }
        view.set(.array(rules), at: ["rules"])
        if let aggregation = stored["aggregationRule"] { view.set(aggregation, at: ["aggregationRule"]) }
        return view
    }

    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue {
        var role: JSONValue = [
            "kind": .string(kind), "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": view["metadata"] ?? [:],
        ]
        var causes: [Status.Cause] = []
        var rules: [JSONValue] = []
        for (index, rule) in (view["rules"]?.array ?? []).enumerated() {
            if let restrictions = rule["attributeRestrictions"], !restrictions.isNull {
                causes.append(
                    .invalid("rules[\(index)].attributeRestrictions", "", "attributeRestrictions are not supported")
                )
            }
            rules.append(Self.stored(rule))
        }
        guard causes.isEmpty else {
            throw Status.invalid(
                GroupVersionKind(group: Self.group, version: "v1", kind: kind),
                name: view.name,
                causes
            )
        }
        role.set(.array(rules), at: ["rules"])
        if isCluster, let aggregation = view["aggregationRule"], !aggregation.isNull {
            role.set(aggregation, at: ["aggregationRule"])
        }
        return role
    }

    /// A rule without API groups means the core group; verbs and resources were compared without case.
    private static func stored(_ rule: JSONValue) -> JSONValue {
        let paths = rule["nonResourceURLs"]?.strings ?? []
        var members = JSONObject()
        members["verbs"] = JSONValue(strings: (rule["verbs"]?.strings ?? []).map { $0.lowercased() })
        if paths.isEmpty {
            let groups = rule["apiGroups"]?.strings ?? []
            members["apiGroups"] = JSONValue(strings: groups.isEmpty ? [""] : groups)
            members["resources"] = JSONValue(strings: (rule["resources"]?.strings ?? []).map { $0.lowercased() })
            let names = rule["resourceNames"]?.strings ?? []
            if !names.isEmpty { members["resourceNames"] = JSONValue(strings: names) }
        } else {
            members["nonResourceURLs"] = JSONValue(strings: paths)
        }
        return .object(members)
    }
}
