import BerthHTTP
import S3

/// A request whose sender is proved and has the rights that it needs: the only thing that handlers take.
struct AuthorizedRequest: Sendable {
    let request: S3Request
    let principal: Principal
    let signature: VerifiedSignature
    let policyContext: PolicyContext
    let http: HTTPContext

    fileprivate init(
        request: S3Request,
        authenticated: AuthenticatedRequest,
        policyContext: PolicyContext,
        http: HTTPContext
    ) {
        self.request = request
        principal = authenticated.principal
        signature = authenticated.signature
        self.policyContext = policyContext
        self.http = http
    }

    /// Whether the sender may do something else besides, in the circumstances of this request.
    func may(_ action: String, _ resource: ARN) -> Bool {
        principal.may(action, resource, policyContext)
    }

    /// Refuses unless the sender may do something else besides; `change` adds to the circumstances.
    func require(
        _ action: String,
        _ resource: ARN,
        with change: (inout PolicyContext) -> Void = { _ in }
    ) throws(S3Error) {
        var context = policyContext
        change(&context)
        guard principal.may(action, resource, context) else { throw S3Error(.accessDenied) }
    }
}

/// Judges whether a proved sender may do what a request asks for.
struct RequestAuthorization: Sendable {
    let engine: StorageEngine

    /// The request with its rights, or a refusal that says nothing of what exists.
    func authorize(
        _ request: S3Request,
        _ authenticated: AuthenticatedRequest,
        _ http: HTTPContext
    ) async throws -> AuthorizedRequest {
        var context = try PolicyContext(request, authenticated, http)
        let principal = authenticated.principal
        if principal.policies.contains(where: \.namesExistingTags), case .object(let bucket, let key) = request.subject,
            let record = try? await engine.object(key, in: bucket)
        {
            context.set(existingTags: record.tags)
        }
        for (action, resource) in try RequiredPermissions.of(request)
        where !principal.may(action, resource, context) {
            throw S3Error(.accessDenied)
        }
        return AuthorizedRequest(request: request, authenticated: authenticated, policyContext: context, http: http)
    }
}
