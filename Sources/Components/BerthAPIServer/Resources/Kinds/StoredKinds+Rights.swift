/// Roles and their bindings.
extension StoredKinds {
    static let rights: [ResourceKind] = [
        kind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", namespaced: false),
        kind("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", namespaced: false),
        kind("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
        kind("rbac.authorization.k8s.io/v1", "Role", "roles"),
    ]
}
