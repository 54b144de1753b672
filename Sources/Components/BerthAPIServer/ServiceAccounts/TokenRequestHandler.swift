package import Kubernetes

/// `serviceaccounts/token`: issues a token for an account (`kubectl create token`).
package struct TokenRequestHandler: SubresourceHandler {
    private let objects: any LocalObjects
    private let tokens: ServiceAccountTokens

    package init(objects: any LocalObjects, tokens: ServiceAccountTokens) {
        (self.objects, self.tokens) = (objects, tokens)
    }

    package func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer { throw Status.methodNotAllowed(verb, request.kind.groupResource) }
}
