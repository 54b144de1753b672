/// Where and how an ``HTTPService`` listens.
package struct HTTPServiceConfiguration: Sendable {
    /// Host name or address to bind; loopback unless said otherwise.
    package var host: String
    /// Port to bind; 0 takes a free one, which `onReady` tells.
    package var port: Int
    /// Serve TLS with this certificate; plain HTTP when nil.
    package var tls: ServingTLS?
    /// What each connection is held to.
    package var limits = RequestLimits()
    /// Proxies whose `X-Forwarded-*` headers are believed.
    package var proxies = ProxyTrust.nobody
    /// Header fields of each response, such as a protocol's version.
    package var responseHeaders: [(String, String)] = []

    /// Listens on `host` and `port`.
    package init(host: String = "127.0.0.1", port: Int, tls: ServingTLS? = nil) {
        (self.host, self.port, self.tls) = (host, port, tls)
    }
}
