import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// A server that answers what a test wrote down, and remembers what it was asked: for tests of clients.
package final class ScriptedServer: Sendable {
    /// What the server does with one request.
    package enum Step: Sendable {
        case answer(Int, String = "", [(String, String)] = [])
        /// Lines of a watch; then the connection breaks, or ends as it should.
        case lines([String], breaks: Bool = false)
        case hangUp
        /// Nothing more is sent until the client gives up.
        case silence
    }

    /// One request, as it came.
    package struct Asked: Sendable {
        /// Method and target.
        package let line: String
        /// By canonical name.
        package let headers: [String: String]
        package let body: String
    }

    private struct HungUp: Error {}

    /// The steps that are left; the last one stays.
    private final class Remaining: Sendable {
        private let steps: Mutex<[Step]>

        init(_ steps: [Step]) { self.steps = Mutex(steps) }

        func next() -> Step { steps.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private let step: @Sendable (Asked) -> Step
    private let requests = Mutex<[Asked]>([])

    /// All requests until now.
    package var asked: [Asked] { requests.withLock { $0 } }

    private init(_ step: @escaping @Sendable (Asked) -> Step) {
        self.step = step
    }

    /// Runs `body` with the port of a server that answers by `steps`, the last one again and again.
    package static func run<Value: Sendable>(
        _ steps: [Step],
        body: @escaping @Sendable (Int, ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let left = Remaining(steps)
        return try await run({ _ in left.next() }, body: body)
    }

    /// Runs `body` with the port of a server that answers each request as `step` says.
    package static func run<Value: Sendable>(
        _ step: @escaping @Sendable (Asked) -> Step,
        body: @escaping @Sendable (Int, ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let script = ScriptedServer(step)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            configuration: .patient,
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
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask {
                var port = 0
                for await bound in ports { port = bound }
                return try await body(port, script)
            }
            while let value = try await group.next() {
                if let value {
                    group.cancelAll()
                    return value
                }
            }
            throw CancellationError()
        }
    }

    private func respond(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers = ["host": request.head.authority ?? ""]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let line = "\(request.method.rawValue) \(request.head.path ?? "")"
        let asked = Asked(line: line, headers: headers, body: String(buffer: body))
        requests.withLock { $0.append(asked) }
        switch step(asked) {
        case .hangUp:
            return Response(status: .ok, body: ResponseBody(contentLength: 100) { _ in throw HungUp() })
        case .silence:
            return Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "\n"))
                    try await Task.sleep(for: .seconds(600))
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
