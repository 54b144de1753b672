/// Roles and their bindings.
extension StoredKinds {
    static let rights: [ResourceKind] = [
        kind(
            "rbac.authorization.k8s.io/v1",
            "ClusterRoleBinding",
            "clusterrolebindings",
            namespaced: false,
            columns: Columns.roleBindings,
            strategy: RightsRules.clusterRoleBindings
        ),
        kind(
            "rbac.authorization.k8s.io/v1",
            "ClusterRole",
            "clusterroles",
            namespaced: false,
            columns: Columns.roles,
            strategy: RightsRules.clusterRoles
        ),
        kind(
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            "rolebindings",
            columns: Columns.roleBindings,
            strategy: RightsRules.roleBindings
        ),
        kind("rbac.authorization.k8s.io/v1", "Role", "roles", columns: Columns.roles, strategy: RightsRules.roles),
    ]
}
