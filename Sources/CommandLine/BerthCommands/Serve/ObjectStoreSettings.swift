import BerthHTTP
import Logging
import S3

/// An object store's configuration, interpreted: our own file and names, and those of MinIO's server.
struct ObjectStoreSettings: ServedSettings {
    let directory: String
    let listen: ListenAddress
    let tls: TLSSettings?
    let region: String
    let domains: [String]
    /// The owner's key; nil for the one that the data directory keeps.
    let rootCredentials: Credentials?
    /// The file that names what is to be made.
    let provision: String?
    let servesMetrics: Bool
    let proxies: ProxyTrust
    let drainTime: Duration?
    let logLevel: Logger.Level?
    let logFormat: LogFormat?
    /// What does not stop the store but should be said.
    let warnings: [ConfigurationProblem]

    private static let keys = KnownKeys(
        effective: [
            "data", "region", "domains.*", "domains", "root.accesskey", "root.secretkey", "provision",
            "metrics.enabled",
            "http.addr", "http.tls.certificate", "http.tls.key", "http.tls.minversion", "http.tls.minimumtls",
            "http.trustedproxies.*", "http.draintimeout", "log.level", "log.formatter",
        ],
        withoutEffect: []
    )

    /// Interprets all sources; throws everything that is wrong at once.
    init(_ settings: Settings) throws(ConfigurationError) {
        var settings = settings
        directory = settings.text("data") ?? ""
        if directory.isEmpty { settings.refuse("data", "name the data directory: berth object-store DIR") }
        listen = settings.address("http.addr") ?? ListenAddress(host: "127.0.0.1", port: 9000)
        tls = TLSSettings(&settings)
        region = settings.text("region") ?? "us-east-1"
        let listed = settings.settings(under: "domains").map(\.setting.value)
        domains =
            listed.isEmpty
            ? (settings.text("domains") ?? "").split(separator: ",").map { String($0).lowercased() } : listed
        rootCredentials = Self.rootCredentials(&settings)
        provision = settings.text("provision")
        servesMetrics = settings.flag("metrics.enabled") ?? true
        drainTime = settings.duration("http.draintimeout")
        proxies = settings.proxyTrust()
        logLevel = settings.logLevel()
        logFormat = settings.text("log.formatter").map { $0 == "text" ? .text : .json }
        try settings.validate()
        warnings = Self.keys.warnings(about: settings)
    }

    private static func rootCredentials(_ settings: inout Settings) -> Credentials? {
        switch (settings.text("root.accesskey"), settings.text("root.secretkey")) {
        case (nil, nil): return nil
        case (let accessKey?, let secretKey?): return Credentials(accessKey: accessKey, secretKey: secretKey)
        case (nil, _?):
            settings.refuse(
                "root.secretkey",
                "the secret has no access key; give MINIO_ROOT_USER or root.accesskey too"
            )
        case (_?, nil):
            settings.refuse(
                "root.accesskey",
                "the access key has no secret; give MINIO_ROOT_PASSWORD or root.secretkey too"
            )
        }
        return nil
    }
}
