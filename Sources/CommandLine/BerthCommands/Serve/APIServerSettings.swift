import BerthHTTP
import Logging

/// An API server's configuration, interpreted.
struct APIServerSettings: Sendable {
    let directory: String
    let listen: ListenAddress
    let tls: TLSSettings?
    /// The authority whose certificates say who a client is (PEM).
    let clientAuthority: String?
    /// The URL of the OAuth server, as clients are told it.
    let issuer: String?
    /// Where the objects are kept; nil for the data directory.
    let etcd: EtcdSettings?
    /// The issuer and audience of service accounts' tokens.
    let serviceAccountIssuer: String?
    /// Where every request that changes something is noted.
    let auditLog: String?
    /// How long what changed can still be watched.
    let history: Duration?
    let proxies: ProxyTrust
    let drainTime: Duration?
    let logLevel: Logger.Level?
    let logFormat: LogFormat?
    /// What does not stop the server but should be said.
    let warnings: [ConfigurationProblem]

    private static let keys = KnownKeys(
        effective: [
            "data", "etcd.servers", "etcd.servers.*", "etcd.cafile", "etcd.certfile", "etcd.keyfile", "etcd.prefix",
            "oauth.issuer", "serviceaccount.issuer", "audit.path", "store.history",
            "http.addr", "http.tls.certificate", "http.tls.key", "http.tls.minversion", "http.tls.minimumtls",
            "http.tls.clientca", "http.trustedproxies.*", "http.draintimeout", "log.level", "log.formatter",
        ],
        withoutEffect: []
    )

    /// Interprets all sources; throws everything that is wrong at once.
    init(_ settings: Settings) throws(ConfigurationError) {
        var settings = settings
        directory = settings.text("data") ?? ""
        if directory.isEmpty { settings.refuse("data", "name the data directory: berth api-server DIR") }
        listen = settings.address("http.addr") ?? ListenAddress(host: "127.0.0.1", port: 6443)
        tls = TLSSettings(&settings)
        clientAuthority = settings.text("http.tls.clientca")
        if clientAuthority != nil, tls == nil {
            settings.refuse("http.tls.clientca", "clients show certificates only to a server with one; give http.tls")
        }
        issuer = settings.text("oauth.issuer").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        if let issuer, !issuer.hasPrefix("https://") {
            settings.refuse("oauth.issuer", "'\(issuer)' does not begin with https://, and oc takes nothing else")
        }
        etcd = EtcdSettings(&settings)
        serviceAccountIssuer = settings.text("serviceaccount.issuer")
        auditLog = settings.text("audit.path")
        history = settings.duration("store.history")
        drainTime = settings.duration("http.draintimeout")
        proxies = settings.proxyTrust()
        logLevel = settings.logLevel()
        logFormat = settings.text("log.formatter").map { $0 == "text" ? .text : .json }
        try settings.validate()
        warnings = Self.keys.warnings(about: settings)
    }
}
