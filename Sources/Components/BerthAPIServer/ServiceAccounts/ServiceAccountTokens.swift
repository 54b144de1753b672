package import Kubernetes

/// The tokens of service accounts: JSON web tokens signed with this server's own key.
package struct ServiceAccountTokens: Sendable {
    /// Reads the key kept at `keyPath`, or makes it there (0600).
    ///
    /// `issuer` is `iss` of the tokens, and the audience of tokens that ask for none.
    package init(objects: any LocalObjects, keyPath: String, issuer: String) throws {}

    /// The answer of `/.well-known/openid-configuration`; `externalURL` is this server's: `https://host:6443`.
    package func openIDConfiguration(externalURL: String) -> JSONValue { [:] }

    /// The answer of `/openid/v1/jwks`, as `application/jwk-set+json`.
    package var keySet: JSONValue { [:] }
}
