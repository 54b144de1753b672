import BerthHTTP
import Glibc
import Kubernetes
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// The API that `oc` and `kubectl` talk to: objects in a store, who may do what, and what looks after the objects.
package struct APIServer: Service {
    private let configuration: APIServerConfiguration
    private let logger: Logger
    private let onReady: @Sendable (SocketAddress) async -> Void

    /// A server that opens its state and listens with ``run()``; `onReady` is told the bound address.
    package init(
        configuration: APIServerConfiguration,
        logger: Logger,
        onReady: @escaping @Sendable (SocketAddress) async -> Void = { _ in }
    ) {
        (self.configuration, self.logger, self.onReady) = (configuration, logger, onReady)
    }

    /// Serves until a graceful stop; then open requests are answered, watches end and the store is closed.
    package func run() async throws {
        guard mkdir(configuration.directory, 0o700) == 0 || errno == EEXIST else {
            throw APIServerError.directory(configuration.directory, code: errno)
        }
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        let result: Result<Void, any Error>
        do {
            let store = try await openStore()
            do {
                try await serve(store, pool)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await store.close()
        } catch {
            result = .failure(error)
        }
        try? await pool.shutdownGracefully()
        try result.get()
    }

    private func openStore() async throws -> any ResourceStore {
        switch configuration.storage {
        case .sqlite: try await SQLiteResourceStore(file: configuration.statePath, logger: logger)
        case .etcd(let etcd): try EtcdResourceStore(etcd, logger: logger)
        case .memory: InMemoryResourceStore()
        }
    }

    private func serve(_ store: any ResourceStore, _ pool: NIOThreadPool) async throws {
        let parts = try await APIServerParts(configuration: configuration, store: store, pool: pool, logger: logger)
        let gateway = parts.gateway
        let http = HTTPService(
            configuration: configuration.http,
            metrics: parts.metrics,
            metricsPrefix: "berth_api_server",
            logger: logger,
            responder: { request, context in await gateway.respond(to: request, context) },
            fallback: { _, context in
                Status.internalError("the request could not be answered").response(in: context)
            },
            onReady: onReady
        )
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            for service in parts.services {
                group.addTask {
                    try await service.run()
                    return false
                }
            }
            group.addTask {
                try await parts.begin()
                try await http.run()
                return true
            }
            // The listener ends last: what stands behind it may end first at a graceful stop.
            while let isListener = try await group.next(), !isListener {}
        }
    }
}
