package import BerthHTTP
package import HummingbirdCore
import Kubernetes

/// One way to say who asks.
package protocol Authenticator: Sendable {
    /// nil when the request carries no credential of this kind; the next authenticator is asked.
    ///
    /// `isUse` is whether the credential is used; it is not when what it began is looked at again.
    /// - Throws: `Status.unauthorized` for a credential that is not valid.
    func authenticate(_ request: Request, _ context: HTTPContext, isUse: Bool) async throws -> Authentication?
}
