import Kubernetes

/// Names that may be secrets: old clients delete OAuth tokens by the token itself.
extension RequestInfo {
    /// The path for logs when the name, or a selection of it, may be a token; nil when all may be shown.
    var concealedPath: String? {
        let tokens: Set = ["oauthaccesstokens", "oauthauthorizetokens", "useroauthaccesstokens"]
        guard isResource, group == "oauth.openshift.io", tokens.contains(resource) else { return nil }
        let collection = "/apis/\(group)/\(version)/\(resource)"
        return name.isEmpty ? collection : "\(collection)/-"
    }
}
