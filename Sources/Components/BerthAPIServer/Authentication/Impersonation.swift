package import HTTPTypes
package import Kubernetes

/// Acting as somebody else by the `Impersonate-…` headers.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation>
package enum Impersonation {
    /// Whom the request acts as: `user` itself without such headers.
    ///
    /// Each of user, group, uid and extra needs its own right.
    /// - Throws: `Status` (403; 400 for headers that make no sense).
    package static func effectiveUser(
        _ user: UserInfo,
        headers: HTTPFields,
        authorizer: any Authorizer
    ) async throws -> UserInfo { user }
}
