import ArgumentParser
import BerthAPIServer
import BerthHTTP
import BerthPKI
import Kubernetes
import Logging

/// `berth api-server DIR`: the API server.
struct APIServerServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the API (the default)."
    )

    @OptionGroup var serve: ServeOptions

    @Argument(help: ArgumentHelp("The data directory; made when it is not there.", valueName: "dir"))
    var directory: String?

    @Option(help: ArgumentHelp("Whose certificates say who a client is (PEM).", valueName: "file"))
    var clientCaFile: String?

    @Option(help: ArgumentHelp("Our own URL, as clients are told it (default: from --listen).", valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "The URL of the OAuth server, as clients are told it (default: port 6444).",
            valueName: "url"
        )
    )
    var oauthIssuer: String?

    @Option(help: ArgumentHelp("Note each request in this file (default: DIR/audit.log).", valueName: "file"))
    var auditLogPath: String?

    @OptionGroup(title: "Store") var store: APIServerStoreOptions

    func run() async throws {
        let settings = try APIServerSettings(
            try ComponentSources.settings(
                of: "api-server",
                flags: try layer(),
                file: serve.settings.config,
                environment: .current()
            )
        )
        let logger = try serve.logger("api-server", settings)
        let configuration = try configuration(settings)
        if let etcd = settings.etcd { try await Self.probe(etcd, logger: logger) }
        let server = APIServer(configuration: configuration, logger: logger) { address in
            serve.announce("api-server", address, isTLS: configuration.http.tls != nil, logger: logger)
        }
        do {
            try await serve.run([server], settings, logger: logger)
        } catch let error as APIServerError {
            throw CommandFailure("\(error)")
        } catch let error as StoreError {
            throw CommandFailure("\(settings.directory): \(error)")
        } catch let error as Status {
            throw CommandFailure("\(settings.directory): what a cluster begins with cannot be made: \(error.message)")
        }
    }

    /// Says what is wrong between etcd and us before anything depends on it.
    private static func probe(_ etcd: EtcdSettings, logger: Logger) async throws {
        let store: EtcdResourceStore
        do throws(EtcdFileError) {
            store = try EtcdResourceStore(etcd.configuration, logger: logger)
        } catch {
            throw ConfigurationError(origin: "etcd", "\(error)")
        }
        let result: Result<Void, StoreError>
        do throws(StoreError) { result = .success(try await store.probe()) } catch { result = .failure(error) }
        await store.close()
        if case .failure(.unavailable(let text)) = result {
            throw CommandFailure("\(etcd.servers.joined(separator: ", ")): \(text)")
        }
        try result.get()
    }

    private func configuration(_ settings: APIServerSettings) throws -> APIServerConfiguration {
        var configuration = APIServerConfiguration(
            directory: settings.directory,
            http: try serve.http(settings, clientAuthority: settings.clientAuthority),
            externalURL: settings.url,
            oauthURL: settings.issuer
        )
        if let etcd = settings.etcd { configuration.storage = .etcd(etcd.configuration) }
        if let issuer = settings.serviceAccountIssuer { configuration.serviceAccountIssuer = issuer }
        if let path = settings.authority {
            guard let content = try AtomicFile.read(path) else {
                throw ConfigurationError(origin: path, key: "certificateauthority", "there is no such file")
            }
            configuration.certificateAuthority = String(decoding: content, as: UTF8.self)
        }
        configuration.registryHostnames = settings.registryNames
        if let domain = settings.appsDomain { configuration.appsDomain = domain }
        if let path = settings.auditLog { configuration.audit = AuditConfiguration(path: path) }
        if let limit = settings.requestLimit { configuration.inFlight.total = limit }
        if let limit = settings.userRequestLimit { configuration.inFlight.perUser = limit }
        return configuration
    }

    /// What the flags say.
    func layer() throws -> [String: Setting] {
        var layer = try serve.layer()
        layer.note("data", directory, "the command line")
        layer.note("http.tls.clientca", clientCaFile, "--client-ca-file")
        layer.note("url", url, "--url")
        layer.note("oauth.issuer", oauthIssuer, "--oauth-issuer")
        layer.note("audit.path", auditLogPath, "--audit-log-path")
        store.note(in: &layer)
        return layer
    }
}
