package import BerthHTTP
package import HummingbirdCore
package import Kubernetes

/// Users by bearer token: OAuth access tokens and those of service accounts.
package struct TokenAuthenticator: Authenticator {
    private let directory: IdentityDirectory
    private let serviceAccounts: ServiceAccountTokens

    package init(directory: IdentityDirectory, serviceAccounts: ServiceAccountTokens) {
        (self.directory, self.serviceAccounts) = (directory, serviceAccounts)
    }

    package func authenticate(_ request: Request, _ context: HTTPContext) async throws -> UserInfo? { nil }
}
