import BerthTesting
import KubernetesClient
import Logging

extension ScriptedServer {
    /// Runs `body` with a Kubernetes client of a server that answers by `steps`.
    static func serving(
        _ steps: [Step],
        configure: @escaping @Sendable (inout KubernetesClientConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (KubernetesClient, ScriptedServer) async throws -> Void
    ) async throws {
        try await run(steps) { port, script in
            try await with(port, configure) { try await body($0, script) }
        }
    }

    /// Runs `body` with a Kubernetes client of a server that answers each request as `step` says.
    static func serving(
        configure: @escaping @Sendable (inout KubernetesClientConfiguration) -> Void = { _ in },
        step: @escaping @Sendable (Asked) -> Step,
        body: @escaping @Sendable (KubernetesClient, ScriptedServer) async throws -> Void
    ) async throws {
        try await run(step) { port, script in
            try await with(port, configure) { try await body($0, script) }
        }
    }

    private static func with(
        _ port: Int,
        _ configure: @Sendable (inout KubernetesClientConfiguration) -> Void,
        _ body: @Sendable (KubernetesClient) async throws -> Void
    ) async throws {
        var configuration = KubernetesClientConfiguration(server: "http://127.0.0.1:\(port)/")
        configuration.firstBackoff = .milliseconds(1)
        configuration.retryAfterLimit = .milliseconds(20)
        configuration.connectTimeout = .seconds(300)
        configuration.readTimeout = .seconds(300)
        configuration.requestTimeout = .seconds(300)
        configure(&configuration)
        let client = try KubernetesClient(configuration: configuration, logger: Logger(label: "test"))
        do {
            try await body(client)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}
