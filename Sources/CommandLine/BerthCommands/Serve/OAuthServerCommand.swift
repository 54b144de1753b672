import ArgumentParser
import BerthHTTP
import BerthOAuthServer
import BerthPKI
import KubernetesClient
import Logging

/// `berth oauth-server`: where users log in and get tokens for the API.
struct OAuthServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oauth-server",
        abstract: "Serve OAuth: users log in here and get tokens for the API.",
        discussion: """
            It keeps nothing itself but the keys of its sessions: users, identities and tokens are objects of the API server that the \
            kubeconfig names, whose user is system:oauth-server or has the rights of the roles system:openshift:oauth-server.

            Examples:
              berth oauth-server --kubeconfig k --tls-certificate o.crt --tls-key o.key
              berth oauth-server --config oauth.yml --issuer https://oauth.example.com
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
        let logger = try serve.logger("oauth-server", settings)
        let (client, api) = try client(settings, logger: logger)
        let configuration = OAuthServerConfiguration(
            http: try serve.http(settings),
            issuer: try settings.issuer ?? "https://\(serve.address(settings.listen))",
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
            result = .success(try await serve.run([server], settings, logger: logger))
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
            throw ConfigurationError(
                origin: settings.kubeconfig,
                key: "kubeconfig",
                "it cannot be read: \(Self.reason(error))"
            )
        } catch {
            throw ConfigurationError(
                origin: settings.kubeconfig,
                key: "kubeconfig",
                "a certificate or a key in it cannot be read as PEM"
            )
        }
    }

    private static func reason(_ error: FileText.ReadError) -> String {
        switch error {
        case .unreadable(let code): AtomicFile.message(of: code)
        case .tooLarge: "it is too large"
        }
    }

    /// What the flags say.
    func layer() throws -> [String: Setting] {
        var layer = try serve.layer()
        layer.note("kubeconfig", kubeconfig, "--kubeconfig")
        layer.note("issuer", issuer, "--issuer")
        layer.note("sessions.file", sessionFile, "--session-file")
        return layer
    }
}
