import Kubernetes

/// The role that a binding binds to.
struct RoleReference: Hashable, Sendable {
    /// Where the role lies; nil for a ClusterRole.
    let namespace: String?
    let name: ExactText

    /// A ClusterRole.
    static func clusterRole(_ name: String) -> RoleReference {
        RoleReference(namespace: nil, name: ExactText(name))
    }

    init(namespace: String?, name: ExactText) { (self.namespace, self.name) = (namespace, name) }

    /// Reads `roleRef` of a binding in `namespace` (empty for a ClusterRoleBinding); nil when it names no role.
    ///
    /// `authorization.openshift.io` has no kind there: a reference without namespace is a ClusterRole.
    init?(_ json: JSONValue?, namespace: String) {
        guard let json, let name = json["name"]?.string, !name.isEmpty else { return nil }
        switch json["kind"]?.string {
        case "ClusterRole": self.init(namespace: nil, name: ExactText(name))
        case "Role" where !namespace.isEmpty: self.init(namespace: namespace, name: ExactText(name))
        case nil, "":
            let own = json["namespace"]?.string ?? ""
            self.init(namespace: own.isEmpty ? nil : own, name: ExactText(name))
        default: return nil
        }
    }

    var kind: String { namespace == nil ? "ClusterRole" : "Role" }
    var resource: GroupResource { RBACResource.resource(namespace == nil ? .clusterRoles : .roles) }
    /// What is said of a role that does not exist.
    var notFound: String { "\(kind.lowercased()).\(RBACResource.group) \(name.text.quoted) not found" }
}
