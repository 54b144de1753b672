import BerthPKI
import Foundation

/// The one folder in which `berth up` keeps everything; it can be moved and copied, since nothing in it names its own place.
struct DataFolder: Equatable, Sendable {
    /// What `FORMAT` holds; a later program that changes the layout writes another number.
    static let format = "berth-data 1"

    /// The absolute path.
    let path: String

    /// The object store's own data directory.
    var objects: String { path + "/object-store" }
    /// The API server's own data directory.
    var apiServer: String { path + "/api-server" }
    /// Authority and serving certificate.
    var pki: String { path + "/pki" }
    /// The authority that signs clients' certificates, and those certificates.
    var clientPKI: String { pki + "/clients" }
    /// The administrator's way in, 0600; it holds everything that it needs.
    var kubeconfig: String { path + "/kubeconfig" }
    /// The OAuth server's way to the API, 0600.
    var oauthKubeconfig: String { configuration + "/oauth-server.kubeconfig" }
    /// Says that the first start left the registry to whoever walks the way by hand.
    var bareMarker: String { path + "/BARE" }
    /// Says that the first start has given the cluster what it needs; whoever takes that away later is not overruled.
    var provisionedMarker: String { path + "/PROVISIONED" }
    /// Generated keys and passwords, each a 0600 file.
    var secrets: String { path + "/secrets" }
    /// The keys of browsers' sessions at the OAuth server.
    var sessions: String { secrets + "/oauth-sessions" }
    /// What is written for the components at each start.
    var configuration: String { path + "/config" }
    /// Process ids and addresses of what runs.
    var run: String { path + "/run" }
    /// The default place of the logs.
    var log: String { path + "/log" }
    /// The accounts of the registry.
    var htpasswd: String { path + "/htpasswd" }
    /// What the object store is to make for the registry.
    var provision: String { configuration + "/provision.json" }
    /// The addresses of what runs.
    var ports: String { run + "/ports.json" }

    /// The process id file of a component, or of `up` itself.
    func pidFile(_ name: String) -> String { "\(run)/\(name).pid" }

    /// Where the data lies when nobody says it: `$BERTH_DATA`, `/var/lib/berth` for root, else below `$XDG_DATA_HOME`.
    static func standardPath(_ environment: ProcessEnvironment, isRoot: Bool) -> String {
        if let path = environment["BERTH_DATA"] { return path }
        if isRoot { return "/var/lib/berth" }
        if let home = environment["XDG_DATA_HOME"] { return home + "/berth" }
        return (environment["HOME"] ?? ".") + "/.local/share/berth"
    }

    /// The folder that a `--data` flag names, else the standard one, as an absolute path.
    init(flag: String?, environment: ProcessEnvironment) throws(CommandFailure) {
        let path = flag ?? Self.standardPath(environment, isRoot: geteuid() == 0)
        guard !path.isEmpty, !path.utf8.contains(0) else { throw CommandFailure("--data: a folder is expected") }
        self.path = Self.canonical(path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
    }

    /// One spelling for one folder, whatever links lead to it: processes are recognised by it.
    private static func canonical(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        // what is not there yet may be below a link
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return path }
        let name = path[path.index(after: slash)...]
        return name.isEmpty ? canonical(String(path[..<slash])) : canonical(String(path[..<slash])) + "/" + name
    }

    /// Whether a person finds the folder without saying where it is, in a terminal without our variables too.
    var isStandard: Bool {
        (try? DataFolder(flag: nil, environment: ProcessEnvironment.current().without("BERTH_DATA"))) == self
    }

    /// Makes the folder and what must be in it, or checks that it is ours.
    func prepare() throws {
        let marker = path + "/FORMAT"
        try AtomicFile.makeFolder(path, mode: 0o700)
        if let found = try AtomicFile.read(marker) {
            let text = String(decoding: found, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard text == Self.format else {
                throw CommandFailure(
                    "\(marker) says '\(text.prefix(40))', but this program knows '\(Self.format)'; use the program that wrote it"
                )
            }
        } else {
            let entries = try FileManager.default.contentsOfDirectory(atPath: path)
            guard entries.isEmpty else {
                throw CommandFailure("\(path) holds files and is no data folder of ours; name another with --data")
            }
            try AtomicFile.write((Self.format + "\n").utf8, to: marker, mode: 0o644)
        }
        for folder in [path, secrets, configuration, run] { try AtomicFile.makeOwnFolder(folder, mode: 0o700) }
    }

    /// Whether the registry is left to whoever sets it up by hand; the first start decides.
    var isBare: Bool { access(bareMarker, F_OK) == 0 }

    /// Whether the cluster has got what it needs.
    var isProvisioned: Bool { access(provisionedMarker, F_OK) == 0 }

    /// Whether this is a data folder of `berth up`, and not some component's own.
    var isPrepared: Bool {
        guard let found = try? AtomicFile.read(path + "/FORMAT") else { return false }
        return found.starts(with: Self.format.utf8)
    }
}
