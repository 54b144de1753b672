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
            var configuration = KubernetesClientConfiguration(server: "http://127.0.0.1:\(port)/")
            configuration.firstBackoff = .milliseconds(1)
            configuration.retryAfterLimit = .milliseconds(20)
            configure(&configuration)
            let client = try KubernetesClient(configuration: configuration, logger: Logger(label: "test"))
            do {
                try await body(client, script)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }
}
