import BerthTesting
import Logging
import S3
import S3Client

extension ScriptedServer {
    /// Runs `body` with an S3 client of a server that answers by `steps`.
    @discardableResult
    static func serving<Value: Sendable>(
        _ steps: [Step],
        body: @escaping @Sendable (S3Client, ScriptedServer) async throws -> Value
    ) async throws -> Value {
        try await run(steps) { port, script in
            guard let endpoint = S3Endpoint("http://127.0.0.1:\(port)", region: "local") else {
                throw CancellationError()
            }
            var configuration = S3ClientConfiguration(
                endpoint: endpoint,
                credentials: Credentials(accessKey: "key", secretKey: "secret")
            )
            configuration.firstBackoff = .milliseconds(1)
            configuration.connectTimeout = .seconds(300)
            configuration.readTimeout = .seconds(300)
            let client = try S3Client(configuration: configuration, logger: Logger(label: "test"))
            do {
                let value = try await body(client, script)
                try await client.shutdown()
                return value
            } catch {
                try await client.shutdown()
                throw error
            }
        }
    }
}
