package import BerthHTTP
package import Kubernetes

/// One authorised call on a resource, as its backend sees it.
package struct ResourceRequest: Sendable {
    package let kind: ResourceKind
    /// Empty for cluster-scoped resources and for all namespaces.
    package let namespace: String
    package let user: UserInfo
    package let options: WriteOptions
    /// Query of the request target, for what only one resource knows (`tailLines`).
    package let target: RequestTarget
    package let context: HTTPContext
    /// What the client is told in `Warning: 299` headers.
    package let warnings: WarningCollector

    package init(
        kind: ResourceKind,
        namespace: String,
        user: UserInfo,
        options: WriteOptions,
        target: RequestTarget,
        context: HTTPContext,
        warnings: WarningCollector
    ) {
        (self.kind, self.namespace, self.user, self.options) = (kind, namespace, user, options)
        (self.target, self.context, self.warnings) = (target, context, warnings)
    }

    /// The same request of somebody else, or of the same with other groups.
    func acting(as user: UserInfo) -> ResourceRequest {
        ResourceRequest(
            kind: kind,
            namespace: namespace,
            user: user,
            options: options,
            target: target,
            context: context,
            warnings: warnings
        )
    }
}
