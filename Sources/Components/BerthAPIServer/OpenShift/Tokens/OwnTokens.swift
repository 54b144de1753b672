import Kubernetes

/// `useroauthaccesstokens`: the access tokens of whoever asks.
struct OwnTokens: ObjectConversion {
    static let kind = GroupVersionKind(group: "oauth.openshift.io", version: "v1", kind: "UserOAuthAccessToken")

    var storedResource: GroupResource { KnownResource.oauthAccessTokens }

    func view(of stored: JSONValue) -> JSONValue {
        var view = stored
        view.set("UserOAuthAccessToken", at: ["kind"])
        return view
    }

    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue {
        throw Status.methodNotAllowed
    }

    func selection(for request: ResourceRequest) async -> @Sendable (JSONValue) async -> Bool {
        let user = request.user
        return { token in
            guard !user.username.isEmpty, !user.uid.isEmpty else { return false }
            return token["userName"]?.string == user.username && token["userUID"]?.string == user.uid
                && token.name.hasPrefix(OAuthTokenName.prefix)
        }
    }
}
