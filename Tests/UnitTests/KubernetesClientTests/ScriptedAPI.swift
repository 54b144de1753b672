import BerthHTTP
import HTTPTypes
import HummingbirdCore
import KubernetesClient
import Logging
import NIOCore
import Synchronization

/// An API server that answers what a test wrote down, and remembers what it was asked.
final class ScriptedAPI: Sendable {
    /// What the server does with one request.
    enum Step: Sendable {
        case answer(Int, String, [(String, String)] = [])
        /// Lines of a watch; then the connection breaks, or ends as it should.
        case lines([String], breaks: Bool = false)
        case hangUp
        /// Nothing more is sent until the client gives up.
        case silence
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

    private struct HungUp: Error {}

    /// Runs `body` with a client of a server that answers by `steps`, the last one again and again.
    static func serving(
        _ steps: [Step],
        configure: @escaping @Sendable (inout KubernetesClientConfiguration) -> Void = { _ in },
        body: @escaping @Sendable (KubernetesClient, ScriptedAPI) async throws -> Void
    ) async throws {
        let script = ScriptedAPI(steps)
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
        try await withThrowingTaskGroup(of: Void.self) { [logger] group in
            group.addTask { try await service.run() }
            group.addTask {
                var port = 0
                for await bound in ports { port = bound }
                var configuration = KubernetesClientConfiguration(server: "http://127.0.0.1:\(port)/")
                configuration.firstBackoff = .milliseconds(1)
                configuration.retryAfterLimit = .milliseconds(20)
                configure(&configuration)
                let client = try KubernetesClient(configuration: configuration, logger: logger)
                do {
                    try await body(client, script)
                } catch {
                    try await client.shutdown()
                    throw error
                }
                try await client.shutdown()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func respond(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let line = "\(request.method.rawValue) \(request.head.path ?? "")"
        requests.withLock { $0.append(Asked(line: line, headers: headers, body: String(buffer: body))) }
        let step = steps.withLock { steps in steps.count > 1 ? steps.removeFirst() : steps[0] }
        switch step {
        case .hangUp:
            return Response(status: .ok, body: ResponseBody(contentLength: 100) { _ in throw HungUp() })
        case .silence:
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "\n"))
                    try await Task.sleep(for: .seconds(5))
                    try await writer.finish(nil)
                }
            )
        case .lines(let lines, let breaks):
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    for line in lines {
                        // cut in two, as a network may
                        try await writer.write(ByteBuffer(string: String(line.prefix(7))))
                        try await writer.write(ByteBuffer(string: String(line.dropFirst(7)) + "\n"))
                    }
                    if breaks { throw HungUp() }
                    try await writer.finish(nil)
                }
            )
        case .answer(let status, let text, let fields):
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
