import BerthHTTP
import BerthPKI
import Logging

/// An API server's configuration, interpreted.
struct APIServerSettings: ServedSettings {
    let directory: String
    let listen: ListenAddress
    let tls: TLSSettings?
    /// The authority whose certificates say who a client is (PEM).
    let clientAuthority: String?
    /// Our own URL, as clients are told it.
    let url: String
    /// The URL of the OAuth server, as clients are told it.
    let issuer: String
    /// The authority that signed our certificate (PEM), for those who are given credentials.
    let authority: String?
    /// The names of the registry, for which service accounts get credentials.
    let registryNames: [String]
    /// Routes without a host get one in this domain.
    let appsDomain: String?
    /// Where the objects are kept; nil for the data directory.
    let etcd: EtcdSettings?
    /// The issuer and audience of service accounts' tokens.
    let serviceAccountIssuer: String?
    /// Where every request that changes something is noted.
    let auditLog: String?
    /// The most requests that are worked on at once, in all and for one user.
    let requestLimit: Int?
    let userRequestLimit: Int?
    let proxies: ProxyTrust
    let drainTime: Duration?
    let logLevel: Logger.Level?
    let logFormat: LogFormat?
    /// What does not stop the server but should be said.
    let warnings: [ConfigurationProblem]

    private static let keys = KnownKeys(
        effective: [
            "data", "etcd.servers", "etcd.servers.*", "etcd.cafile", "etcd.certfile", "etcd.keyfile", "etcd.prefix",
            "url", "oauth.issuer", "serviceaccount.issuer", "audit.path", "certificateauthority", "registry.names.*",
            "registry.names", "apps.domain", "limits.requests", "limits.userrequests", "http.addr",
            "http.tls.certificate", "http.tls.key", "http.tls.minversion", "http.tls.minimumtls",
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
        let host = Self.publicHost(listen)
        url =
            settings.url("url") ?? (tls == nil ? "http://" : "https://")
            + "\(ListenAddress(host: host, port: listen.port))"
        issuer = settings.url("oauth.issuer") ?? "https://\(ListenAddress(host: host, port: Self.oauthPort))"
        if !issuer.hasPrefix("https://") {
            settings.refuse("oauth.issuer", "'\(issuer)' does not begin with https://, and oc takes nothing else")
        }
        authority = settings.text("certificateauthority")
        let listed = settings.settings(under: "registry.names").map(\.setting.value)
        registryNames =
            listed.isEmpty
            ? (settings.text("registry.names") ?? "").split(separator: ",").map { String($0) } : listed
        appsDomain = settings.text("apps.domain")
        requestLimit = settings.integer("limits.requests", in: 1...100_000)
        userRequestLimit = settings.integer("limits.userrequests", in: 1...100_000)
        etcd = EtcdSettings(&settings)
        serviceAccountIssuer = settings.text("serviceaccount.issuer")
        auditLog = settings.text("audit.path")
        drainTime = settings.duration("http.draintimeout")
        proxies = settings.proxyTrust()
        logLevel = settings.logLevel()
        logFormat = settings.text("log.formatter").map { $0 == "text" ? .text : .json }
        try settings.validate()
        warnings = Self.keys.warnings(about: settings)
    }

    /// Where an OAuth server of ours listens when nobody says otherwise.
    static let oauthPort = 6444

    /// The host in our URL when nobody says it: a machine's own name stands for all its addresses.
    private static func publicHost(_ listen: ListenAddress) -> String {
        guard ["0.0.0.0", "::"].contains(listen.host) else { return listen.host }
        return ServingName.ofThisMachine().last?.description ?? "localhost"
    }
}
