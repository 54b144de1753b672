import ArgumentParser
import BerthHTTP
import BerthOAuthServer
import KubernetesClient
import Logging
import NIOCore

/// `berth oauth-server`: where users log in and get tokens for the API.
struct OAuthServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oauth-server",
        abstract: "Serve OAuth: users log in here and get tokens for the API.",
        discussion: """
            It keeps nothing itself but the keys of its sessions: users, identities and tokens are objects of the API server that the
            kubeconfig names, whose user is system:oauth-server or has the rights of the roles system:openshift:oauth-server.

            Examples:
              berth oauth-server --kubeconfig oauth.kubeconfig --tls-certificate oauth.crt --tls-key oauth.key
              berth oauth-server --kubeconfig oauth.kubeconfig --listen 0.0.0.0:443 --issuer https://oauth.example.com …
            """
    )

    @OptionGroup var serve: ServeOptions

    @Option(help: ArgumentHelp("How to reach the API server, and as whom.", valueName: "file"))
    var kubeconfig: String?

    @Option(help: ArgumentHelp("Our own URL, as clients are told it (default: from --listen).", valueName: "url"))
    var issuer: String?

    @Option(
        help: ArgumentHelp(
            "Keep the keys of browsers' sessions here, so that a restart ends none (default: nowhere).",
            valueName: "file"
        )
    )
    var sessionFile: String?

    func run() async throws {
        let settings = try OAuthServerSettings(
            try ComponentSources.settings(
                of: "oauth-server",
                flags: try layer(),
                file: serve.settings.config,
                environment: .current()
            )
        )
        let logger = try serve.logs.logger("oauth-server", level: settings.logLevel, format: settings.logFormat)
        for warning in settings.warnings {
            logger.warning("configuration", metadata: ["origin": "\(warning.origin)", "problem": "\(warning)"])
        }
        let address = try serve.address(settings.listen)
        var http = HTTPServiceConfiguration(host: address.host, port: address.port, tls: try settings.tls?.open())
        http.proxies = settings.proxies
        if let drainTime = settings.drainTime { http.limits.shutdownGrace = TimeAmount(drainTime) }
        let (client, api) = try client(settings, logger: logger)
        let configuration = OAuthServerConfiguration(
            http: http,
            issuer: settings.issuer ?? "https://\(address)",
            apiURL: settings.api ?? api
        )
        let server = OAuthServer(
            configuration: configuration,
            client: client,
            sessionFile: settings.sessionFile.map { OAuthSessionFile(path: $0) },
            logger: logger
        ) { address in
            serve.announce("oauth-server", address, isTLS: configuration.http.tls != nil, logger: logger)
        }
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await serve.run([server], at: address, grace: settings.drainTime, logger: logger)
            )
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try result.get()
    }

    /// The client for the API server, and that server's URL.
    private func client(_ settings: OAuthServerSettings, logger: Logger) throws -> (KubernetesClient, String) {
        do {
            var configuration = try Kubeconfig.load(settings.kubeconfig)
            configuration.userAgent = "berth-oauth-server"
            return (try KubernetesClient(configuration: configuration, logger: logger), configuration.server)
        } catch let error as Kubeconfig.ParseError {
            throw ConfigurationError(
                origin: settings.kubeconfig,
                key: "kubeconfig",
                "this names no server that can be used: \(error)"
            )
        } catch let error as FileText.ReadError {
            throw ConfigurationError(origin: settings.kubeconfig, key: "kubeconfig", "it cannot be read: \(error)")
        } catch {
            throw ConfigurationError(
                origin: settings.kubeconfig,
                key: "kubeconfig",
                "a certificate or a key in it cannot be read as PEM"
            )
        }
    }

    /// What the flags say.
    func layer() throws -> [String: Setting] {
        var layer = try serve.layer()
        func note(_ key: String, _ value: String?, _ flag: String) {
            if let value { layer[key] = Setting(key: key, value: value, origin: flag) }
        }
        note("kubeconfig", kubeconfig, "--kubeconfig")
        note("issuer", issuer, "--issuer")
        note("sessions.file", sessionFile, "--session-file")
        return layer
    }
}
