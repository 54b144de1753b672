import BerthHTTP
import BerthTesting
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore

/// A service on a free port for the time of one test, and raw bytes to and from it.
struct Loopback: Sendable {
    let port: Int

    /// Runs `body` against `responder`.
    static func serving<Result: Sendable>(
        limits: RequestLimits = .patient,
        proxies: ProxyTrust = .nobody,
        responder: @escaping HTTPResponder,
        body: @Sendable @escaping (Loopback) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPServiceConfiguration(port: 0)
        configuration.limits = limits
        configuration.proxies = proxies
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            configuration: configuration,
            metrics: MetricsRegistry(),
            metricsPrefix: "test",
            logger: logger,
            responder: responder,
            fallback: { _, _ in Response(status: .internalServerError) },
            onReady: { address in
                told.yield(address.port ?? 0)
                told.finish()
            }
        )
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask {
                var port = 0
                for await bound in ports { port = bound }
                return try await body(Loopback(port: port))
            }
            while let result = try await group.next() {
                if let result {
                    group.cancelAll()
                    return result
                }
            }
            throw CancellationError()
        }
    }

    /// For exchanges of more than one step.
    var http: RawHTTP { RawHTTP(port: port) }

    /// Sends `text` on a connection of its own and returns everything until the server closes.
    func exchange(_ text: String) async throws -> String {
        try await http.withConnection { connection in
            // a server may answer and stop reading before all is sent
            try? connection.send(text)
            return String(decoding: try connection.readToEnd(), as: UTF8.self)
        }
    }
}
