import Kubernetes

/// OAuth tokens as their users see them.
extension OpenShiftResources {
    var tokens: [ServedResource] {
        guard let stored = Self.stored(KnownResource.oauthAccessTokens) else { return [] }
        var own = ResourceKind(OwnTokens.kind, resource: "useroauthaccesstokens", isNamespaced: false)
        own.verbs = ["delete", "get", "list", "watch"]
        own.columns = stored.columns.filter { $0.name != "User Name" }
        own.selectableFields = stored.selectableFields
        return [
            ServedResource(stored, .wrapped { AccessTokenBackend(inner: $0) }),
            ServedResource(own, .virtual(ConvertedResource(OwnTokens(), directory))),
        ]
    }
}
