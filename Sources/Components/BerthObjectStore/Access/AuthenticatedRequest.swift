import BerthHTTP
import Foundation
import S3

/// A request whose sender is proved; the only way to one is ``RequestAuthentication``.
struct AuthenticatedRequest: Sendable {
    let principal: Principal
    let signature: VerifiedSignature

    fileprivate init(principal: Principal, signature: VerifiedSignature) {
        self.principal = principal
        self.signature = signature
    }
}

/// Proves who sent a request: one door, whatever the payload mode.
struct RequestAuthentication: Sendable {
    let engine: StorageEngine
    let root: Credentials
    private let verifier = RequestVerifier()
    private let cache = PolicyCache()

    init(engine: StorageEngine, root: Credentials) {
        self.engine = engine
        self.root = root
    }

    /// The sender of the request, or a refusal; nobody is let in without a signature.
    func authenticate(
        method: String,
        target: RequestTarget,
        headers: RequestHeaders,
        context: HTTPContext
    ) throws -> AuthenticatedRequest {
        let request = UnverifiedRequest(
            method: method,
            path: target.rawPath,
            query: target.query,
            headers: headers.fields
        )
        let snapshot = engine.iam
        let now = Date(timeIntervalSince1970: context.receivedAt)
        let signature = try verifier.verify(request, now: now) { accessKey in
            if accessKey == root.accessKey { return root.secretKey }
            guard let user = snapshot.user(accessKey), user.status == .enabled else { return nil }
            return user.secretKey
        }
        if signature.accessKey == root.accessKey {
            let principal = Principal(accessKey: root.accessKey, isRoot: true, policies: [])
            return AuthenticatedRequest(principal: principal, signature: signature)
        }
        guard let user = snapshot.user(signature.accessKey) else { throw S3Error(.invalidAccessKeyId) }
        let principal = Principal(
            accessKey: user.accessKey,
            isRoot: false,
            policies: try cache.policies(of: user, in: snapshot)
        )
        return AuthenticatedRequest(principal: principal, signature: signature)
    }
}
