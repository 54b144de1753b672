/// How clients find the OAuth server: RFC 8414's document, which the API server and the OAuth server both serve.
package enum OAuthMetadata {
    /// Where it lies, for everybody.
    package static let path = "/.well-known/oauth-authorization-server"

    /// The document of the OAuth server at `issuer`, an https URL without a slash at its end.
    package static func document(issuer: String) -> JSONValue {
        [
            "issuer": .string(issuer),
            "authorization_endpoint": .string(issuer + "/oauth/authorize"),
            "token_endpoint": .string(issuer + "/oauth/token"),
            "scopes_supported": JSONValue(strings: OAuthScope.userScopes),
            "response_types_supported": ["code", "token"],
            "grant_types_supported": ["authorization_code", "implicit"],
            "code_challenge_methods_supported": ["plain", "S256"],
        ]
    }
}
