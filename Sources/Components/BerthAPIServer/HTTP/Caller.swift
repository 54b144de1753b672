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
    /// When the sender's credential ends, in seconds since 1970; nil for never, or not by itself.
    var expiry: Double?

    /// The caller of a request, or, when it is no use, of one that lasts and is looked at again.
    ///
    /// - Throws: `Status` 401 for a credential that is not valid, 403 for an impersonation that is not allowed.
    static func of(
        _ request: Request,
        _ context: HTTPContext,
        _ authenticators: [any Authenticator],
        _ authorizer: any Authorizer,
        isUse: Bool
    ) async throws -> Caller {
        var found = Authentication(UserInfo.anonymous)
        for authenticator in authenticators {
            guard let known = try await authenticator.authenticate(request, context, isUse: isUse) else { continue }
            found = known
            break
        }
        let sender = found.user
        let user = try await Impersonation.effectiveUser(sender, headers: request.headers, authorizer: authorizer)
        return Caller(user: user, impersonator: user == sender ? nil : sender, expiry: found.expiry)
    }
}
