/// A resource of the API as its URLs name it.
package struct APIResource: Sendable, Hashable {
    /// Empty for the core group.
    package let group: String
    package let version: String
    /// The plural: `secrets`.
    package let plural: String

    package init(group: String, version: String, plural: String) {
        (self.group, self.version, self.plural) = (group, version, plural)
    }

    /// `v1` or `apps/v1`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The path of the collection or of one object; every name is one segment, whatever bytes it has.
    func path(namespace: String = "", name: String? = nil, subresource: String? = nil) -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if !namespace.isEmpty { path += "/namespaces/" + PathSegment.encode(namespace) }
        path += "/" + plural
        if let name { path += "/" + PathSegment.encode(name) }
        if let subresource { path += "/" + subresource }
        return path
    }
}

extension APIResource {
    package static let namespaces = APIResource(group: "", version: "v1", plural: "namespaces")
    package static let secrets = APIResource(group: "", version: "v1", plural: "secrets")
    package static let configMaps = APIResource(group: "", version: "v1", plural: "configmaps")
    package static let oauths = APIResource(group: "config.openshift.io", version: "v1", plural: "oauths")
    package static let users = APIResource(group: "user.openshift.io", version: "v1", plural: "users")
    package static let identities = APIResource(group: "user.openshift.io", version: "v1", plural: "identities")
    package static let groups = APIResource(group: "user.openshift.io", version: "v1", plural: "groups")
    package static let oauthClients = APIResource(group: "oauth.openshift.io", version: "v1", plural: "oauthclients")
    package static let oauthAccessTokens = APIResource(
        group: "oauth.openshift.io",
        version: "v1",
        plural: "oauthaccesstokens"
    )
    package static let oauthAuthorizeTokens = APIResource(
        group: "oauth.openshift.io",
        version: "v1",
        plural: "oauthauthorizetokens"
    )
    package static let oauthClientAuthorizations = APIResource(
        group: "oauth.openshift.io",
        version: "v1",
        plural: "oauthclientauthorizations"
    )
}
