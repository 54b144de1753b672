package import OCI

/// The seam of who may do what: an htpasswd file for a registry alone, the Kubernetes API on a cluster.
package protocol AccessController: Sendable {
    /// The value of `WWW-Authenticate` when nobody is known.
    var challenge: String { get }

    /// Who sends a request.
    ///
    /// Without credentials that is nobody, which is no error. Throws `RegistryError.unauthorized` for wrong ones and `tooManyRequests` for
    /// somebody who guesses.
    func principal(for credentials: Credentials, from address: String?) async throws -> Principal

    /// Whether nobody may ask at all: `GET /v2/` then is 401, which makes clients send their credentials.
    var admitsAnonymous: Bool { get }

    /// Whether `principal` may do `action` to `repository`, now.
    func allows(_ action: RepositoryAction, on repository: RepositoryName, to principal: Principal) async throws -> Bool
}
