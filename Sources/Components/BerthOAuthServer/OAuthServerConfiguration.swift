package import BerthHTTP

/// Everything about an OAuth server that is not its API server; a plain value, read once.
package struct OAuthServerConfiguration: Sendable {
    /// Where and how it listens; clients demand TLS.
    package var http: HTTPServiceConfiguration
    /// The URL clients know it by, `https://host[:port]`.
    package var issuer: String
    /// The URL of the API server that the page with a token names in `oc login --server=`.
    package var apiURL: String
    /// Each limit of the server's own.
    package var bounds = OAuthServerLimits()

    /// A server that listens as `http` says, with the defaults named at each value.
    package init(http: HTTPServiceConfiguration, issuer: String, apiURL: String) {
        self.http = http
        self.issuer = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        self.apiURL = apiURL
    }
}
