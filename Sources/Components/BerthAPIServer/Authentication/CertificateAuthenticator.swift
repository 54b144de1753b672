package import BerthHTTP
package import HummingbirdCore
package import Kubernetes

/// Users by client certificate: the common name is the user, organisations are its groups.
///
/// The TLS layer has verified the chain; an expired certificate is refused here too.
package struct CertificateAuthenticator: Authenticator {
    package init() {}

    package func authenticate(_ request: Request, _ context: HTTPContext) async throws -> UserInfo? { nil }
}
