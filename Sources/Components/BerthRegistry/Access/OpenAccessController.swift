package import OCI

/// A registry without accounts: everybody may do everything.
package struct OpenAccessController: AccessController {
    package let challenge = ""
    package let admitsAnonymous = true

    package init() {}

    package func principal(for credentials: Credentials, from address: String?) async throws -> Principal {
        .anonymous
    }

    package func allows(
        _ action: RepositoryAction,
        on repository: RepositoryName,
        to principal: Principal
    ) async throws -> Bool { true }
}
