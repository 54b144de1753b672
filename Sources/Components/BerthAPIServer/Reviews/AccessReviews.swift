/// The review resources: questions about rights and tokens, which are created and not kept.
package enum AccessReviews {
    /// `authentication.k8s.io`, `authorization.k8s.io` and the reviews of `authorization.openshift.io`.
    package static func served(authorizer: RBACAuthorizer, tokens: TokenAuthenticator) -> [ServedResource] { [] }
}
