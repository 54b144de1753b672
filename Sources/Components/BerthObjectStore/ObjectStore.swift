import BerthHTTP
package import Logging
package import NIOCore
import NIOPosix
package import S3
import ServiceLifecycle

/// The object store as a service: the storage engine behind the S3 API.
package struct ObjectStore: Service {
    private let configuration: ObjectStoreConfiguration
    private let logger: Logger
    private let onReady: @Sendable (SocketAddress) async -> Void

    /// A store that opens its data and listens with ``run()``; `onReady` is told the bound address.
    package init(
        configuration: ObjectStoreConfiguration,
        logger: Logger,
        onReady: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
    }

    /// The owner's key for a data directory: the given one, or the one kept there, which is made when it is missing.
    ///
    /// Blocks; the directory must exist.
    package static func rootCredentials(
        given: Credentials?,
        dataDirectory: String
    ) throws -> Credentials {
        guard let given else { return try RootCredentialsFile(in: dataDirectory).load() }
        guard given.isAcceptable else { throw ObjectStoreError.invalidRootCredentials }
        return given
    }

    /// Serves until a graceful stop, then ends open requests, syncs and gives the data directory free.
    package func run() async throws {
        let pool = NIOThreadPool(numberOfThreads: max(8, System.coreCount * 4))
        pool.start()
        let result: Result<Void, any Error>
        do {
            try await serve(pool)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try? await pool.shutdownGracefully()
        try result.get()
    }

    private func serve(_ pool: NIOThreadPool) async throws {
        let engine = try await StorageEngine.open(
            configuration.dataDirectory,
            options: configuration.storage,
            pool: pool,
            logger: logger
        )
        do {
            let configuration = configuration
            let root = try await pool.runIfActive {
                try Self.rootCredentials(
                    given: configuration.rootCredentials,
                    dataDirectory: configuration.dataDirectory
                )
            }
            try await Provisioner(engine: engine, logger: logger).apply(configuration.provision)
            try await serve(engine, root)
        } catch {
            try? await engine.close()
            throw error
        }
        try await engine.close()
    }

    private func serve(_ engine: StorageEngine, _ root: Credentials) async throws {
        let metrics = MetricsRegistry()
        StorageMetrics.register(engine, in: metrics)
        let gateway = Gateway(engine: engine, root: root, configuration: configuration, metrics: metrics)
        let service = HTTPService(
            configuration: configuration.http,
            metrics: metrics,
            metricsPrefix: "berth_object_store",
            logger: logger,
            responder: { request, context in try await gateway.respond(to: request, context) },
            fallback: { _, context in S3WireError(S3Error(.internalError), resource: "").response(in: context) },
            onReady: onReady
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            defer { group.cancelAll() }
            try await service.run()
        }
    }
}
