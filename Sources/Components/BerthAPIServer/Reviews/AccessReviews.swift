import Kubernetes

/// The review resources: questions about rights and tokens, which are created and not kept.
package struct AccessReviews: Sendable {
    /// Answers a review of one user in one namespace (empty for the cluster scope).
    typealias Answer = @Sendable (_ review: JSONValue, _ user: UserInfo, _ namespace: String) throws -> JSONValue

    let authorizer: RBACAuthorizer
    let tokens: TokenAuthenticator

    /// `authentication.k8s.io`, `authorization.k8s.io` and the reviews of `authorization.openshift.io`.
    package static func served(authorizer: RBACAuthorizer, tokens: TokenAuthenticator) -> [ServedResource] {
        let reviews = AccessReviews(authorizer: authorizer, tokens: tokens)
        return reviews.identities + reviews.kubernetes + reviews.openShift
    }

    /// A resource that is only created; `singular` names follow the kind.
    static func served(
        _ group: String,
        _ kind: String,
        _ resource: String,
        isNamespaced: Bool = false,
        _ answer: @escaping @Sendable (JSONValue, ResourceRequest) async throws -> JSONValue
    ) -> ServedResource {
        let gvk = GroupVersionKind(group: group, version: "v1", kind: kind)
        var served = ResourceKind(gvk, resource: resource, isNamespaced: isNamespaced)
        served.verbs = ["create"]
        return ServedResource(served, .virtual(ReviewBackend(answer: answer)))
    }

    /// As the other one, for what needs nothing but the caller and the namespace.
    static func served(
        _ group: String,
        _ kind: String,
        _ resource: String,
        isNamespaced: Bool = false,
        _ answer: @escaping Answer
    ) -> ServedResource {
        served(group, kind, resource, isNamespaced: isNamespaced) { review, request in
            try answer(review, request.user, request.namespace)
        }
    }
}
