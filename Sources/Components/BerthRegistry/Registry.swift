package import BerthHTTP
import HummingbirdCore
package import Logging
package import NIOCore
package import NIOPosix
import ServiceLifecycle

/// An OCI registry: the distribution protocol over a storage driver.
package struct Registry: Service {
    private let service: HTTPService
    private let uploads: UploadSessions

    /// Composes a registry.
    ///
    /// - Parameters:
    ///   - configuration: Where it listens and what it permits.
    ///   - storage: Where everything is.
    ///   - access: Who may do what.
    ///   - metrics: Where it counts.
    ///   - pool: Threads for hashing and for reading files.
    ///   - logger: Carries the component's label.
    ///   - onReady: Told the bound address.
    package init(
        configuration: RegistryConfiguration,
        storage: any StorageDriver,
        access: any AccessController,
        metrics: MetricsRegistry = MetricsRegistry(),
        pool: NIOThreadPool = .singleton,
        logger: Logger,
        onReady: @escaping @Sendable (SocketAddress) async -> Void
    ) {
        let driver = MeasuredStorageDriver(base: storage, metrics: metrics)
        uploads = UploadSessions(driver: driver, limits: configuration.bounds, pool: pool, logger: logger)
        let responder = RegistryResponder(
            configuration: configuration,
            access: access,
            contents: RegistryContents(driver: driver, limits: configuration.bounds, pool: pool),
            uploads: uploads,
            metrics: metrics,
            readiness: Readiness(driver: driver, logger: logger)
        )
        var http = configuration.http
        http.responseHeaders.append(("Docker-Distribution-API-Version", "registry/2.0"))
        service = HTTPService(
            configuration: http,
            metrics: metrics,
            metricsPrefix: "registry",
            logger: logger,
            responder: { request, context in try await responder.respond(to: request, context) },
            fallback: { _, context in StorageError.failed("unexpected").response(in: context) },
            onReady: onReady
        )
    }

    /// Serves until a graceful stop, then frees what unfinished uploads hold.
    package func run() async throws {
        let uploads = uploads
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // ends first when a stop is asked for; open requests go on
                group.addTask { try? await uploads.run() }
                defer { group.cancelAll() }
                try await service.run()
            }
        } catch {
            await uploads.endAll()
            throw error
        }
        await uploads.endAll()
    }
}
