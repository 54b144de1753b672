import Kubernetes

/// The resources that the server's own parts name.
enum KnownResource {
    static let namespaces = GroupResource(group: "", resource: "namespaces")
    static let serviceAccounts = GroupResource(group: "", resource: "serviceaccounts")
    static let secrets = GroupResource(group: "", resource: "secrets")
    static let configMaps = GroupResource(group: "", resource: "configmaps")
    static let priorityClasses = GroupResource(group: "scheduling.k8s.io", resource: "priorityclasses")
    static let pods = GroupResource(group: "", resource: "pods")
    static let deployments = GroupResource(group: "apps", resource: "deployments")
    static let replicaSets = GroupResource(group: "apps", resource: "replicasets")
    static let roles = GroupResource(group: rights, resource: "roles")
    static let roleBindings = GroupResource(group: rights, resource: "rolebindings")
    static let clusterRoles = GroupResource(group: rights, resource: "clusterroles")
    static let clusterRoleBindings = GroupResource(group: rights, resource: "clusterrolebindings")
    static let projects = GroupResource(group: "project.openshift.io", resource: "projects")
    static let projectRequests = GroupResource(group: "project.openshift.io", resource: "projectrequests")
    static let users = GroupResource(group: "user.openshift.io", resource: "users")
    static let identities = GroupResource(group: "user.openshift.io", resource: "identities")
    static let userIdentityMappings = GroupResource(group: "user.openshift.io", resource: "useridentitymappings")
    static let oauthClients = GroupResource(group: "oauth.openshift.io", resource: "oauthclients")
    static let oauthAccessTokens = GroupResource(group: "oauth.openshift.io", resource: "oauthaccesstokens")
    static let images = GroupResource(group: "image.openshift.io", resource: "images")
    static let imageStreams = GroupResource(group: "image.openshift.io", resource: "imagestreams")
    static let imageStreamTags = GroupResource(group: "image.openshift.io", resource: "imagestreamtags")
    static let routes = GroupResource(group: "route.openshift.io", resource: "routes")
    static let imageConfigurations = configuration("images")
    static let projectConfigurations = configuration("projects")

    static let rights = "rbac.authorization.k8s.io"

    /// A resource of `config.openshift.io`.
    static func configuration(_ resource: String) -> GroupResource {
        GroupResource(group: "config.openshift.io", resource: resource)
    }
}
