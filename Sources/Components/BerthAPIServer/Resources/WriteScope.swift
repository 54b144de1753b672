package import Kubernetes

/// What a write or read of stored objects needs to know of its request; the server's own parts have no request.
package struct WriteScope: Sendable {
    /// Empty for cluster-scoped resources and for all namespaces.
    package var namespace: String
    package var user: UserInfo
    package var options = WriteOptions()
    package var warnings = WarningCollector()

    package init(namespace: String, user: UserInfo = .server) { (self.namespace, self.user) = (namespace, user) }

    init(_ request: ResourceRequest) {
        (namespace, user) = (request.namespace, request.user)
        (options, warnings) = (request.options, request.warnings)
    }
}

extension UserInfo {
    /// The server itself.
    package static let server = UserInfo(
        username: "system:apiserver",
        groups: ["system:masters", "system:authenticated"]
    )
}
