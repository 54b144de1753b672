import BerthHTTP
import Logging

/// A registry's configuration, interpreted.
///
/// Distribution's `config.yml` and `REGISTRY_*`, and keys of ours besides.
struct RegistrySettings: ServedSettings {
    /// Where the bytes lie.
    enum Storage: Equatable, Sendable {
        case filesystem(String)
        case inMemory
        case s3(S3StorageSettings)
    }

    let listen: ListenAddress
    let tls: TLSSettings?
    let storage: Storage
    let deletesAreEnabled: Bool
    let isReadOnly: Bool
    let redirectsBlobs: Bool
    let uploadExpiry: Duration?
    let drainTime: Duration?
    /// Accounts; nil when everybody may do everything.
    let htpasswd: HTPasswdSettings?
    let headers: [(name: String, value: String)]
    let proxies: ProxyTrust
    let logLevel: Logger.Level?
    let logFormat: LogFormat?
    /// What does not stop the registry but should be said.
    let warnings: [ConfigurationProblem]

    private static let drivers = ["filesystem", "inmemory", "s3", "azure", "gcs", "swift", "oss"]

    /// Interprets all sources; throws everything that is wrong at once.
    init(_ settings: Settings, environment: ProcessEnvironment) throws(ConfigurationError) {
        var settings = settings
        listen = settings.address("http.addr") ?? ListenAddress(host: "127.0.0.1", port: 5000)
        tls = TLSSettings(&settings)
        let storage = Self.storage(&settings, environment)
        deletesAreEnabled = settings.flag("storage.delete.enabled") ?? true
        isReadOnly = settings.flag("storage.maintenance.readonly.enabled") ?? false
        redirectsBlobs = !(settings.flag("storage.redirect.disable") ?? true)
        let purges = settings.flag("storage.maintenance.uploadpurging.enabled") ?? true
        let age = settings.duration("storage.maintenance.uploadpurging.age")
        uploadExpiry = purges ? age : .seconds(10 * 365 * 86400)
        drainTime = settings.duration("http.draintimeout")
        htpasswd = HTPasswdSettings(&settings)
        headers = Self.headers(&settings)
        proxies = settings.proxyTrust()
        logLevel = settings.logLevel()
        logFormat = settings.text("log.formatter").map { $0 == "text" ? .text : .json }
        Self.refuseWhatIsMissing(&settings)
        try settings.validate()
        guard let storage else { throw ConfigurationError(origin: "configuration", key: "storage", "say where") }
        self.storage = storage
        warnings = KnownKeys.registry.warnings(about: settings)
    }

    private static func storage(_ settings: inout Settings, _ environment: ProcessEnvironment) -> Storage? {
        let named = settings.text("storage").map { [$0] }
        let mentioned = named ?? settings.strongest(of: drivers.map { "storage.\($0)" }).map { String($0.dropFirst(8)) }
        guard let driver = mentioned.first, mentioned.count == 1 else {
            let reason =
                mentioned.isEmpty
                ? "say where the images are kept: --directory DIR, or storage.s3 with a bucket"
                : "only one of \(mentioned.joined(separator: ", ")) can be meant; REGISTRY_STORAGE chooses"
            settings.refuse("storage", reason)
            return nil
        }
        switch driver {
        case "filesystem": return .filesystem(settings.text("storage.filesystem.rootdirectory") ?? "/var/lib/registry")
        case "inmemory": return .inMemory
        case "s3": return S3StorageSettings(&settings, environment: environment).map { .s3($0) }
        default:
            settings.refuse("storage", "'\(driver)' is not supported; use filesystem, s3 or inmemory")
            return nil
        }
    }

    private static func headers(_ settings: inout Settings) -> [(name: String, value: String)] {
        settings.settings(under: "http.headers").compactMap { path, setting in
            let name = path.prefix { $0 != "." }
            let isToken =
                !name.isEmpty
                && name.utf8.allSatisfy { byte in
                    byte > 0x20 && byte < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
                }
            guard isToken, setting.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                settings.refuse(setting.key.lowercased(), "this is no header field")
                return nil
            }
            return (String(name), setting.value)
        }
    }

    /// What this registry does not do and must not pretend to: whoever asks for it relies on it.
    private static func refuseWhatIsMissing(_ settings: inout Settings) {
        let refused = [
            ("proxy.remoteurl", "a pull-through cache is not supported"),
            ("auth.token", "token authentication is not supported; use auth.htpasswd"),
            ("auth.silly", "this is no authentication; use auth.htpasswd"),
            ("http.tls.clientcas", "client certificates are not supported"),
            ("http.tls.letsencrypt", "certificates are not fetched; give http.tls.certificate and http.tls.key"),
        ]
        for (key, message) in refused where settings.mentions(key) { settings.refuse(key, message) }
        if let network = settings.text("http.net"), network != "tcp" {
            settings.refuse("http.net", "'\(network)' is not supported; use tcp")
        }
        if let prefix = settings.text("http.prefix"), prefix != "/" {
            settings.refuse("http.prefix", "the registry is always at /v2/")
        }
    }
}
