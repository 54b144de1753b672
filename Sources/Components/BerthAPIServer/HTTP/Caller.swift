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
        try await sender(of: request, context, authenticators, isUse: isUse).acting(by: request, authorizer)
    }

    /// Whose credential came with a request, whomever it acts as; see ``of(_:_:_:_:isUse:)``.
    ///
    /// - Throws: `Status` 401 for a credential that is not valid.
    static func sender(
        of request: Request,
        _ context: HTTPContext,
        _ authenticators: [any Authenticator],
        isUse: Bool
    ) async throws -> Caller {
        for authenticator in authenticators {
            guard let found = try await authenticator.authenticate(request, context, isUse: isUse) else { continue }
            return Caller(user: found.user, impersonator: nil, expiry: found.expiry)
        }
        return Caller(user: .anonymous, impersonator: nil)
    }

    /// The sender as whom it wants to act.
    ///
    /// - Throws: `Status` 403 for an impersonation that is not allowed.
    func acting(by request: Request, _ authorizer: any Authorizer) async throws -> Caller {
        let acted = try await Impersonation.effectiveUser(user, headers: request.headers, authorizer: authorizer)
        return Caller(user: acted, impersonator: acted == user ? nil : user, expiry: expiry)
    }
}
