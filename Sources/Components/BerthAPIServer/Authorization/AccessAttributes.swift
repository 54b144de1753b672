package import Kubernetes

/// What somebody wants to do: a verb on a resource, or on a path.
package struct AccessAttributes: Sendable, Hashable {
    package var user: UserInfo
    /// Kubernetes verbs for resources; lower-case HTTP methods for paths.
    package var verb: String
    package var group = ""
    package var version = ""
    package var resource = ""
    package var subresource = ""
    /// Empty for cluster-scoped resources and for all namespaces.
    package var namespace = ""
    /// Empty for all.
    package var name = ""
    /// Set for what is no resource: `/healthz`.
    package var path: String?

    package init(user: UserInfo, verb: String) { (self.user, self.verb) = (user, verb) }
}
