import BerthAPIServer

/// An etcd to keep the objects in, named as kube-apiserver names it: the `etcd` section.
struct EtcdSettings: Equatable, Sendable {
    /// `http://127.0.0.1:2379` and so on; any of them will do.
    let servers: [String]
    /// The authority that signed the servers' certificates (PEM); nil for the system's.
    let authorityFile: String?
    /// The certificate to show to etcd (PEM), and its key.
    let certificateFile: String?
    let keyFile: String?
    /// The path under which all keys lie.
    let prefix: String

    /// Reads the section, noting what is wrong; nil when the objects are kept in the data directory.
    init?(_ settings: inout Settings) {
        let listed = settings.settings(under: "etcd.servers").map(\.setting.value)
        let texts =
            listed.isEmpty
            ? (settings.text("etcd.servers") ?? "").split(separator: ",").map { String($0) } : listed
        guard !texts.isEmpty else {
            if settings.mentions("etcd") { settings.refuse("etcd.servers", "name the servers: http://127.0.0.1:2379") }
            return nil
        }
        servers = texts.map { text in
            let trimmed = text.filter { $0 != " " }
            return trimmed.hasSuffix("/") ? String(trimmed.dropLast()) : trimmed
        }
        for server in servers where !Self.isURL(server) {
            settings.refuse("etcd.servers", "'\(server)' is no URL; write http://host:2379 or https://host:2379")
        }
        authorityFile = settings.text("etcd.cafile")
        certificateFile = settings.text("etcd.certfile")
        keyFile = settings.text("etcd.keyfile")
        if (certificateFile == nil) != (keyFile == nil) {
            settings.refuse("etcd.certfile", "give etcd.certfile and etcd.keyfile, or none of them")
        }
        prefix = Self.withSlashes(settings.text("etcd.prefix") ?? "/registry")
        if prefix.utf8.contains(0) || prefix.utf8.count > 512 {
            settings.refuse("etcd.prefix", "at most 512 bytes of text are expected")
        }
    }

    /// What the store takes.
    var configuration: EtcdConfiguration {
        var configuration = EtcdConfiguration(endpoints: servers)
        configuration.prefix = prefix
        configuration.caPath = authorityFile
        configuration.certificatePath = certificateFile
        configuration.keyPath = keyFile
        return configuration
    }

    /// kube-apiserver's prefix begins with a slash and ends without one; keys begin behind one.
    private static func withSlashes(_ text: String) -> String {
        (text.hasPrefix("/") ? "" : "/") + text + (text.hasSuffix("/") ? "" : "/")
    }

    private static func isURL(_ text: String) -> Bool {
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
            return ListenAddress(String(text.dropFirst(scheme.count))) != nil
        }
        return false
    }
}
