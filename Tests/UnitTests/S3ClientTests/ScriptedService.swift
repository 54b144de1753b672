import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import S3
import S3Client
import Synchronization

/// An S3 service that answers what a test wrote down, and remembers what it was asked.
final class ScriptedService: Sendable {
    /// What the service does with one request.
    enum Step: Sendable {
        case answer(Int, [(String, String)] = [], String = "")
        case hangUp
    }

    struct Asked: Sendable {
        let line: String
        let headers: [String: String]
        let body: String
    }

    private let steps: Mutex<[Step]>
    private let requests = Mutex<[Asked]>([])

    var asked: [Asked] { requests.withLock { $0 } }

    private init(_ steps: [Step]) {
        self.steps = Mutex(steps)
    }

    /// Runs `body` with a client of a service that answers by `steps`, the last one again and again.
    @discardableResult
    static func serving<Result: Sendable>(
        _ steps: [Step],
        body: @escaping @Sendable (S3Client, ScriptedService) async throws -> Result
    ) async throws -> Result {
        let script = ScriptedService(steps)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            configuration: HTTPServiceConfiguration(port: 0),
            metrics: MetricsRegistry(),
            metricsPrefix: "test",
            logger: logger,
            responder: { request, _ in try await script.respond(request) },
            fallback: { _, _ in Response(status: .internalServerError) },
            onReady: { address in
                told.yield(address.port ?? 0)
                told.finish()
            }
        )
        return try await withThrowingTaskGroup(of: Result?.self) { [logger] group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask {
                var port = 0
                for await bound in ports { port = bound }
                guard let endpoint = S3Endpoint("http://127.0.0.1:\(port)", region: "local") else { return nil }
                var configuration = S3ClientConfiguration(
                    endpoint: endpoint,
                    credentials: Credentials(accessKey: "key", secretKey: "secret")
                )
                configuration.firstBackoff = .milliseconds(1)
                let client = try S3Client(configuration: configuration, logger: logger)
                do {
                    let result = try await body(client, script)
                    try await client.shutdown()
                    return result
                } catch {
                    try await client.shutdown()
                    throw error
                }
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

    private struct HungUp: Error {}

    private func respond(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = ["host": request.head.authority ?? ""]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let line = "\(request.method.rawValue) \(request.head.path ?? "")"
        requests.withLock { $0.append(Asked(line: line, headers: headers, body: String(buffer: body))) }
        let step = steps.withLock { steps in
            steps.count > 1 ? steps.removeFirst() : steps[0]
        }
        switch step {
        case .hangUp:
            return Response(status: .ok, body: ResponseBody(contentLength: 100) { _ in throw HungUp() })
        case .answer(let status, let fields, let text):
            var response = Response(
                status: .init(code: status),
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
            for (name, value) in fields {
                if let name = HTTPField.Name(name) { response.headers[name] = value }
            }
            return response
        }
    }
}
