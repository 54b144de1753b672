import Kubernetes

/// Roles and bindings in OpenShift's own group.
extension OpenShiftResources {
    var rights: [ServedResource] {
        [
            served("Role", "roles", isNamespaced: true, [ViewColumns.name], LegacyRole(isCluster: false)),
            served("ClusterRole", "clusterroles", isNamespaced: false, [ViewColumns.name], LegacyRole(isCluster: true)),
            served("RoleBinding", "rolebindings", isNamespaced: true, bindingColumns, LegacyBinding(isCluster: false)),
            served(
                "ClusterRoleBinding",
                "clusterrolebindings",
                isNamespaced: false,
                bindingColumns,
                LegacyBinding(isCluster: true)
            ),
        ]
    }

    private func served(
        _ kind: String,
        _ resource: String,
        isNamespaced: Bool,
        _ columns: [TableColumn],
        _ conversion: some ObjectConversion
    ) -> ServedResource {
        var made = ResourceKind(
            GroupVersionKind(group: LegacyRole.group, version: "v1", kind: kind),
            resource: resource,
            isNamespaced: isNamespaced
        )
        made.verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
        made.strategy = LegacyRightsRules()
        made.columns = columns
        return ServedResource(made, .virtual(ConvertedResource(conversion, directory)))
    }

    private var bindingColumns: [TableColumn] {
        func subjects(_ title: String, _ kinds: Set<String>) -> TableColumn {
            TableColumn(title) { binding, _ in
                let chosen = (binding["subjects"]?.array ?? []).filter { kinds.contains($0["kind"]?.string ?? "") }
                let names = chosen.map { subject in
                    let name = subject["name"]?.string ?? ""
                    return subject["namespace"]?.string.map { "\($0)/\(name)" } ?? name
                }
                return .string(names.joined(separator: ", "))
            }
        }
        return [
            ViewColumns.name,
            TableColumn("Role") { binding, _ in
                let namespace = binding[path: "roleRef", "namespace"]?.string ?? ""
                return .string("\(namespace)/\(binding[path: "roleRef", "name"]?.string ?? "")")
            },
            subjects("Users", ["User", "SystemUser"]), subjects("Groups", ["Group", "SystemGroup"]),
            subjects("Service Accounts", ["ServiceAccount"]),
        ]
    }
}

/// Roles and bindings may be named by anything that fits into a path.
private struct LegacyRightsRules: ResourceStrategy {
    var nameRule: NameRule { .pathSegment }
}
