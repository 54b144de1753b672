import Kubernetes

/// The four resources of `rbac.authorization.k8s.io`.
enum RBACResource: String, CaseIterable, Sendable {
    case roles
    case roleBindings = "rolebindings"
    case clusterRoles = "clusterroles"
    case clusterRoleBindings = "clusterrolebindings"

    static let group = "rbac.authorization.k8s.io"

    init?(_ resource: GroupResource) {
        guard resource.group == Self.group, let known = RBACResource(rawValue: resource.resource) else { return nil }
        self = known
    }

    static func resource(_ resource: RBACResource) -> GroupResource {
        GroupResource(group: group, resource: resource.rawValue)
    }

    /// The resource of that plural in this group, known or not.
    static func named(_ plural: String) -> GroupResource { GroupResource(group: group, resource: plural) }

    var groupResource: GroupResource { Self.resource(self) }
    var isBinding: Bool { self == .roleBindings || self == .clusterRoleBindings }
}
