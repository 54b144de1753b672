package import BerthHTTP

/// Everything that an `APIServer` is started with.
package struct APIServerConfiguration: Sendable {
    /// What keeps the objects.
    package enum Storage: Sendable {
        /// `state.sqlite` in the server's folder.
        case sqlite
        /// An etcd v3 outside.
        case etcd(EtcdConfiguration)
        /// Nothing outlives the process: for tests.
        case memory
    }

    /// The server's own folder, made when it is missing: state, keys, audit log.
    package var directory: String
    /// Address, TLS with the clients' CA, limits and trusted proxies of the listener.
    package var http: HTTPServiceConfiguration
    package var storage = Storage.sqlite
    /// `https://host:port` as clients reach this server.
    package var externalURL: String
    /// `https://host:port` of the OAuth server.
    package var oauthURL: String
    /// `iss` of service account tokens.
    package var serviceAccountIssuer = "https://kubernetes.default.svc"
    /// PEM text of the authorities that clients of this server trust; put into service account secrets.
    package var certificateAuthority = ""
    /// Names of the registry for which accounts get pull secrets.
    package var registryHostnames: [String] = []
    /// Routes without a host get one below it.
    package var appsDomain = "apps-berth.testing"
    /// nil writes none.
    package var audit: AuditConfiguration?
    package var inFlight = InFlightLimits.Limits()
    /// How long a request waits at most for what lies behind it: until its own change counts, or a count is over.
    package var patience = Duration.seconds(10)

    /// A server in `directory` that listens as `http` says.
    package init(directory: String, http: HTTPServiceConfiguration, externalURL: String, oauthURL: String) {
        (self.directory, self.http) = (directory, http)
        (self.externalURL, self.oauthURL) = (externalURL, oauthURL)
        audit = AuditConfiguration(path: "\(directory)/audit.log")
    }

    /// The store's file.
    package var statePath: String { "\(directory)/state.sqlite" }
    /// The private key of service account tokens.
    package var serviceAccountKeyPath: String { "\(directory)/service-account.key" }
}
