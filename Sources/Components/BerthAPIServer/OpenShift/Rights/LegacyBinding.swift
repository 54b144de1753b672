import Kubernetes

/// Bindings as `authorization.openshift.io/v1` shows those of `rbac.authorization.k8s.io`: with lists of user and
/// group names beside the subjects.
struct LegacyBinding: ObjectConversion {
    let isCluster: Bool

    var storedResource: GroupResource { isCluster ? KnownResource.clusterRoleBindings : KnownResource.roleBindings }
    private var kind: String { isCluster ? "ClusterRoleBinding" : "RoleBinding" }
    private static let accountPrefix = "system:serviceaccount:"

    func view(of stored: JSONValue) -> JSONValue {
        let subjects = stored["subjects"]?.array ?? []
        var (users, groups): ([String], [String]) = ([], [])
        for subject in subjects {
            let name = subject["name"]?.string ?? ""
            switch subject["kind"]?.string {
            case "User": users.append(name)
            case "Group": groups.append(name)
            case "ServiceAccount": users.append("\(Self.accountPrefix)\(subject["namespace"]?.string ?? ""):\(name)")
            default: break
            }
        }
        var reference: JSONValue = ["name": stored[path: "roleRef", "name"] ?? ""]
        if stored[path: "roleRef", "kind"]?.string == "Role" {
            reference.set(.string(stored.namespace), at: ["namespace"])
        }
        return [
            "kind": .string(kind), "apiVersion": "authorization.openshift.io/v1",
            "metadata": stored["metadata"] ?? [:],
            "userNames": users.isEmpty ? .null : JSONValue(strings: users),
            "groupNames": groups.isEmpty ? .null : JSONValue(strings: groups),
            "subjects": .array(subjects.map(Self.view)), "roleRef": reference,
        ]
    }

    /// Names with a colon are the system's own.
    private static func view(_ subject: JSONValue) -> JSONValue {
        let name = subject["name"]?.string ?? ""
        let kind = subject["kind"]?.string ?? ""
        if kind == "ServiceAccount" {
            return ["kind": .string(kind), "namespace": subject["namespace"] ?? "", "name": .string(name)]
        }
        let isSystem = name.utf8.contains(UInt8(ascii: ":"))
        return ["kind": .string(isSystem ? "System\(kind)" : kind), "name": .string(name)]
    }

    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue {
        var causes: [Status.Cause] = []
        let roleName = view[path: "roleRef", "name"]?.string ?? ""
        let roleNamespace = view[path: "roleRef", "namespace"]?.string ?? ""
        if roleName.isEmpty { causes.append(.required("roleRef.name")) }
        if !roleNamespace.isEmpty, isCluster || (!view.namespace.isEmpty && roleNamespace != view.namespace) {
            causes.append(
                .invalid("roleRef.namespace", roleNamespace, "must be the namespace of the binding, or empty")
            )
        }
        var subjects: [JSONValue] = []
        for (index, subject) in given(in: view, old: old).enumerated() {
            guard let stored = Self.stored(subject, defaultNamespace: view.namespace) else {
                causes.append(
                    .invalid("subjects[\(index)]", subject["kind"]?.string ?? "", "no known kind, or no name")
                )
                continue
            }
            subjects.append(stored)
        }
        guard causes.isEmpty else {
            throw Status.invalid(
                GroupVersionKind(group: LegacyRole.group, version: "v1", kind: kind),
                name: view.name,
                causes
            )
        }
        var binding: JSONValue = [
            "kind": .string(kind), "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": view["metadata"] ?? [:],
            "roleRef": [
                "apiGroup": .string(KnownResource.rights), "kind": roleNamespace.isEmpty ? "ClusterRole" : "Role",
                "name": .string(roleName),
            ],
        ]
        if !subjects.isEmpty { binding.set(.array(subjects), at: ["subjects"]) }
        return binding
    }

    /// The subjects that the client means: it may have changed the subjects, or the old lists of names.
    private func given(in binding: JSONValue, old: JSONValue?) -> [JSONValue] {
        let names =
            (binding["userNames"]?.strings ?? []).map(Self.subject(ofUser:))
            + (binding["groupNames"]?.strings ?? []).map { ["kind": "Group", "name": .string($0)] }
        let subjects = binding["subjects"]?.array ?? []
        guard let old else { return names.isEmpty ? subjects : names }
        // who sends neither list means the subjects
        if binding["userNames"] ?? .null == .null, binding["groupNames"] ?? .null == .null { return subjects }
        let before = view(of: old)
        let listsChanged =
            (before["userNames"]?.strings ?? []) != (binding["userNames"]?.strings ?? [])
            || (before["groupNames"]?.strings ?? []) != (binding["groupNames"]?.strings ?? [])
        return listsChanged ? names : subjects
    }

    private static func subject(ofUser name: String) -> JSONValue {
        let parts = name.hasPrefix(accountPrefix) ? name.dropFirst(accountPrefix.count).split(separator: ":") : []
        guard parts.count == 2 else { return ["kind": "User", "name": .string(name)] }
        return ["kind": "ServiceAccount", "namespace": .string(String(parts[0])), "name": .string(String(parts[1]))]
    }

    private static func stored(_ subject: JSONValue, defaultNamespace: String) -> JSONValue? {
        guard let name = subject["name"]?.string, !name.isEmpty else { return nil }
        switch subject["kind"]?.string {
        case "User", "SystemUser":
            return ["apiGroup": .string(KnownResource.rights), "kind": "User", "name": .string(name)]
        case "Group", "SystemGroup":
            return ["apiGroup": .string(KnownResource.rights), "kind": "Group", "name": .string(name)]
        case "ServiceAccount":
            let namespace = subject["namespace"]?.string ?? ""
            let place = namespace.isEmpty ? defaultNamespace : namespace
            guard !place.isEmpty else { return nil }
            return ["kind": "ServiceAccount", "name": .string(name), "namespace": .string(place)]
        default: return nil
        }
    }
}
