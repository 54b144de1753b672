import Kubernetes
package import BerthHTTP
import Glibc
import HTTPTypes
import HummingbirdCore
package import KubernetesClient
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// OpenShift's OAuth server: users log in here and get tokens for the API; everything it knows are API objects.
package struct OAuthServer: Service {
    private let service: HTTPService
    private let reaper: TokenReaper
    private let pool: NIOThreadPool
    private let store: SessionStore

    /// Composes an OAuth server.
    ///
    /// - Parameters:
    ///   - configuration: Where it listens and how clients know it.
    ///   - client: The API server, as somebody who may read Secrets of `openshift-config` and `kube-system`, and write users, identities
    ///     and tokens.
    ///   - sessionFile: Where sessions outlive the process; without one they end with it.
    ///   - metrics: Where it counts.
    ///   - now: The time in seconds since 1970.
    ///   - instant: The time that guesses of passwords are slowed down by.
    ///   - logger: Carries the component's label.
    ///   - onReady: Told the bound address.
    package init(
        configuration: OAuthServerConfiguration,
        client: KubernetesClient,
        sessionFile: (any SessionFile)? = nil,
        metrics: MetricsRegistry = MetricsRegistry(),
        now: @escaping @Sendable () -> Double = { OAuthServer.systemSeconds() },
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        logger: Logger,
        onReady: @escaping @Sendable (SocketAddress) async -> Void
    ) {
        let limits = configuration.bounds
        pool = NIOThreadPool(numberOfThreads: limits.passwordWidth)
        let providers = IdentityProviders(client: client, age: limits.providerAge, logger: logger)
        let login = PasswordLogin(
            providers: providers,
            mapping: UserMapping(client: client),
            limits: limits,
            pool: pool,
            instant: instant,
            logger: logger
        )
        let tokens = TokenStore(client: client, providers: providers, limits: limits, now: now)
        let store = SessionStore(file: sessionFile, now: now, logger: logger)
        let sessions = BrowserSessions(store: store, seconds: limits.sessionSeconds, now: now)
        let forms = FormGuard(store: store)
        self.store = store
        let counts = LoginMetrics(metrics)
        let exchange = TokenRoutes(tokens: tokens, now: now)
        let responder = OAuthResponder(
            configuration: configuration,
            providers: providers,
            authorize: AuthorizeRoutes(
                tokens: tokens,
                sessions: sessions,
                login: login,
                metrics: counts,
                limits: limits,
                issuer: configuration.issuer
            ),
            approval: ApprovalRoutes(tokens: tokens, sessions: sessions, forms: forms, login: login, limits: limits),
            login: LoginRoutes(providers: providers, sessions: sessions, forms: forms, login: login, metrics: counts),
            tokens: exchange,
            pages: TokenPageRoutes(
                tokens: tokens,
                exchange: exchange,
                sessions: sessions,
                forms: forms,
                configuration: configuration
            ),
            metrics: metrics
        )
        var http = configuration.http
        http.responseHeaders += Self.headers
        reaper = TokenReaper(client: client, interval: limits.reapInterval, now: now, logger: logger)
        service = HTTPService(
            configuration: http,
            metrics: metrics,
            metricsPrefix: "berth_oauth",
            logger: logger,
            responder: { request, context in try await responder.respond(to: request, context) },
            fallback: { _, _ in
                .json(
                    [
                        "error": .string(OAuthErrorCode.serverError.rawValue),
                        "error_description": .string(OAuthErrorCode.serverError.standardDescription),
                    ],
                    status: .internalServerError
                )
            },
            onReady: onReady
        )
    }

    /// Part of every answer: nothing is kept, framed or guessed.
    private static let headers = [
        ("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"),
        ("Pragma", "no-cache"),
        ("Expires", "0"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Dns-Prefetch-Control", "off"),
        ("X-Frame-Options", "DENY"),
        ("X-Xss-Protection", "1; mode=block"),
    ]

    /// The system's clock.
    package static func systemSeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Serves until a graceful stop.
    package func run() async throws {
        try await store.load()
        pool.start()
        let (reaper, renewal) = (reaper, SessionKeyRenewal(store: store))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // ends first when a stop is asked for; open requests go on
                group.addTask { try? await reaper.run() }
                group.addTask { try? await renewal.run() }
                defer { group.cancelAll() }
                try await service.run()
            }
        } catch {
            try await pool.shutdownGracefully()
            throw error
        }
        try await pool.shutdownGracefully()
    }
}
