import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers one request.
///
/// Errors that are no ``WireError`` become the service's fallback response.
package typealias HTTPResponder = @Sendable (Request, HTTPContext) async throws -> Response

/// One HTTP/1.1 listener: connections held to their limits, errors mapped to the wire, one access log line a request.
package struct HTTPService: Service {
    private let configuration: HTTPServiceConfiguration
    private let handler: RequestHandler
    private let logger: Logger
    private let onReady: @Sendable (SocketAddress) async -> Void

    /// A listener that begins with ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: Where to listen and what to enforce.
    ///   - metrics: Where requests are counted, under names that begin with `metricsPrefix`.
    ///   - metricsPrefix: `registry` gives distribution's `registry_http_requests_total` and its companions.
    ///   - logger: Carries the component's label.
    ///   - responder: Answers requests.
    ///   - fallback: The response for an error that does not know its own; the error is logged, not shown.
    ///   - onReady: Told the bound address once connections are accepted.
    package init(
        configuration: HTTPServiceConfiguration,
        metrics: MetricsRegistry,
        metricsPrefix: String,
        logger: Logger,
        responder: @escaping HTTPResponder,
        fallback: @escaping @Sendable (any Error, HTTPContext) -> Response,
        onReady: @escaping @Sendable (SocketAddress) async -> Void
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
        handler = RequestHandler(
            responder: responder,
            fallback: fallback,
            proxies: configuration.proxies,
            isSecure: configuration.tls != nil,
            asksForClientCertificate: configuration.tls?.asksForClientCertificate ?? false,
            headers: configuration.responseHeaders,
            metrics: RequestMetrics(metrics, prefix: metricsPrefix),
            memory: FreedMemory(),
            logger: logger
        )
    }

    /// Serves until a graceful stop: open requests are answered, then connections end.
    package func run() async throws {
        let handler = handler
        let connections = ConnectionChannel(
            responder: { request, writer, channel in
                try await handler.respond(to: request, writer: writer, channel: channel)
            },
            tls: configuration.tls,
            limits: configuration.limits,
            headers: configuration.responseHeaders
        )
        let server = connections.server(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: nil,
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    DescriptorLimit.connections(atMost: configuration.limits.connectionLimit)
                )
            ),
            onServerRunning: { [onReady] channel in
                if let address = channel.localAddress { await onReady(address) }
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Self.quiet(logger)
        )
        try await withThrowingTaskGroup { group in
            group.addTask { [memory = handler.memory] in await memory.run() }
            group.addTask { try await server.run() }
            // The server ends first: the other one only when it is cancelled.
            try await group.next()
            group.cancelAll()
        }
    }

    /// Hummingbird tells of its start and of its stop (as an error) in its own words; ours are the ready and the exit line.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .critical
        return logger
    }
}
