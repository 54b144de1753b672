import BerthHTTP
import Logging

/// An OAuth server's configuration, interpreted.
struct OAuthServerSettings: ServedSettings {
    /// How to reach the API server.
    let kubeconfig: String
    /// Our own URL, as clients are told it.
    let issuer: String?
    /// The API server's URL, as clients are told it; nil for the one in the kubeconfig.
    let api: String?
    /// Where sessions of browsers outlive the process; nil for nowhere.
    let sessionFile: String?
    let listen: ListenAddress
    let tls: TLSSettings?
    let proxies: ProxyTrust
    let drainTime: Duration?
    let logLevel: Logger.Level?
    let logFormat: LogFormat?
    /// What does not stop the server but should be said.
    let warnings: [ConfigurationProblem]

    private static let keys = KnownKeys(
        effective: [
            "kubeconfig", "issuer", "api.url", "sessions.file", "http.addr", "http.tls.certificate", "http.tls.key",
            "http.tls.minversion",
            "http.tls.minimumtls", "http.trustedproxies.*", "http.draintimeout", "log.level", "log.formatter",
        ],
        withoutEffect: []
    )

    /// Interprets all sources; throws everything that is wrong at once.
    init(_ settings: Settings) throws(ConfigurationError) {
        var settings = settings
        kubeconfig = settings.text("kubeconfig") ?? ""
        if kubeconfig.isEmpty {
            settings.refuse("kubeconfig", "name the file that says how to reach the API server: --kubeconfig FILE")
        }
        issuer = settings.url("issuer")
        if let issuer, !issuer.hasPrefix("https://") {
            settings.refuse("issuer", "'\(issuer)' does not begin with https://, and oc takes nothing else")
        }
        api = settings.url("api.url")
        sessionFile = settings.text("sessions.file")
        listen = settings.address("http.addr") ?? ListenAddress(host: "127.0.0.1", port: APIServerSettings.oauthPort)
        tls = TLSSettings(&settings)
        drainTime = settings.duration("http.draintimeout")
        proxies = settings.proxyTrust()
        logLevel = settings.logLevel()
        logFormat = settings.text("log.formatter").map { $0 == "text" ? .text : .json }
        try settings.validate()
        warnings = Self.keys.warnings(about: settings)
    }
}
