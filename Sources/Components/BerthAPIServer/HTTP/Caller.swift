import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// Who asks: the sender, and whom it acts as.
struct Caller: Sendable {
    /// Whose rights count.
    let user: UserInfo
    /// The authenticated sender when that is somebody else.
    let impersonator: UserInfo?

    /// - Throws: `Status` 401 for a credential that is not valid, 403 for an impersonation that is not allowed.
    static func of(
        _ request: Request,
        _ context: HTTPContext,
        _ authenticators: [any Authenticator],
        _ authorizer: any Authorizer
    ) async throws -> Caller {
        var sender = UserInfo.anonymous
        for authenticator in authenticators {
            guard let found = try await authenticator.authenticate(request, context) else { continue }
            sender = found
            break
        }
        let user = try await Impersonation.effectiveUser(sender, headers: request.headers, authorizer: authorizer)
        return Caller(user: user, impersonator: user == sender ? nil : sender)
    }
}
