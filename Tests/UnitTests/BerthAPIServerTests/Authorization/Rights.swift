import Kubernetes

@testable import BerthAPIServer

/// Roles and bindings for tests, in few words.
enum Rights {
    static func clusterRole(_ name: String, _ rules: [PolicyRule], labels: [String: String] = [:]) -> JSONValue {
        var role: JSONValue = ["kind": "ClusterRole", "metadata": ["name": .string(name)]]
        if !labels.isEmpty { role.set(JSONValue(stringMap: labels), at: ["metadata", "labels"]) }
        role.set(.array(rules.map(\.json)), at: ["rules"])
        return role
    }

    static func role(_ name: String, in namespace: String, _ rules: [PolicyRule]) -> JSONValue {
        var role: JSONValue = [
            "kind": "Role", "metadata": ["name": .string(name), "namespace": .string(namespace)],
        ]
        role.set(.array(rules.map(\.json)), at: ["rules"])
        return role
    }

    /// A binding; `subjects` as ``BootstrapBinding`` writes them.
    static func binding(
        _ name: String,
        in namespace: String = "",
        to role: String,
        kind: String = "ClusterRole",
        _ subjects: String...
    ) -> JSONValue {
        BootstrapBinding.json(
            name: name,
            namespace: namespace,
            role: (kind, role),
            subjects: subjects.map(BootstrapBinding.subject)
        )
    }

    static func snapshot(_ objects: [JSONValue]) -> RBACSnapshot {
        var snapshot = RBACSnapshot()
        for object in objects { snapshot.take(object) }
        return snapshot
    }

    /// The first roles and bindings with what aggregated roles gather, and some more.
    static func bootstrap(_ more: [JSONValue] = []) -> RBACSnapshot {
        var roles = BootstrapPolicy.clusterRoles.map(\.json) + more.filter { $0.kind == "ClusterRole" }
        for _ in 0..<4 {
            for (name, rules, _) in ClusterRoleAggregation.outdated(roles) {
                if let place = roles.firstIndex(where: { $0.name == name }) {
                    roles[place].set(.array(rules.map(\.json)), at: ["rules"])
                }
            }
        }
        return snapshot(roles + BootstrapBinding.all + more.filter { $0.kind != "ClusterRole" })
    }

    static func user(_ name: String, _ groups: String..., scopes: [String] = []) -> UserInfo {
        UserInfo(
            username: name,
            groups: groups,
            extra: scopes.isEmpty ? [:] : [OAuthScope.extraKey: scopes]
        )
    }

    /// `get pods.apps/log in ns named x` as attributes.
    static func attributes(
        _ user: UserInfo,
        _ verb: String,
        _ resource: String,
        group: String = "",
        in namespace: String = "",
        name: String = ""
    ) -> AccessAttributes {
        var attributes = AccessAttributes(user: user, verb: verb)
        (attributes.group, attributes.resource) = (group, resource)
        (attributes.namespace, attributes.name) = (namespace, name)
        return attributes
    }
}

extension RBACSnapshot {
    mutating func take(_ object: JSONValue, isDeleted: Bool = false) {
        guard let resource = RBACResource(RBACResource.named(object.kind.lowercased() + "s")) else { return }
        apply(resource, object, isDeleted: isDeleted)
    }

    func allows(
        _ user: UserInfo,
        _ verb: String,
        _ resource: String,
        group: String = "",
        in namespace: String = "",
        name: String = ""
    ) -> Bool {
        decision(Rights.attributes(user, verb, resource, group: group, in: namespace, name: name)).isAllowed
    }
}
