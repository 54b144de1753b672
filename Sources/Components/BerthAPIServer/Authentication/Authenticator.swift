package import BerthHTTP
package import HummingbirdCore
package import Kubernetes

/// One way to say who asks.
package protocol Authenticator: Sendable {
    /// nil when the request carries no credential of this kind; the next authenticator is asked.
    ///
    /// - Throws: `Status.unauthorized` for a credential that is not valid.
    func authenticate(_ request: Request, _ context: HTTPContext) async throws -> UserInfo?
}
