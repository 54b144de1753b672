import BerthHTTP
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// A service on a free port for the time of one test, and raw bytes to and from it.
struct Loopback: Sendable {
    let port: Int

    /// Runs `body` against `responder`.
    static func serving<Result: Sendable>(
        limits: RequestLimits = RequestLimits(),
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

    /// Sends `text` on a connection of its own and returns everything until the server closes, or `seconds` pass.
    ///
    /// `more` follows after a pause, `times` times or until something is answered.
    func exchange(
        _ text: String,
        then more: String? = nil,
        after pause: Double = 0,
        times: Int = 1,
        seconds: Int = 30
    ) async -> String {
        await withCheckedContinuation { continuation in
            Thread.run {
                continuation.resume(returning: Self.blocking(text, more, pause, times, seconds, port))
            }
        }
    }

    private static func blocking(
        _ text: String,
        _ more: String?,
        _ pause: Double,
        _ times: Int,
        _ seconds: Int,
        _ port: Int
    ) -> String {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var timeout = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "connect failed" }
        _ = Array(text.utf8).withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        for _ in 0..<times {
            guard let more else { break }
            usleep(UInt32(pause * 1_000_000))
            _ = Array(more.utf8).withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            var byte: UInt8 = 0
            if recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0 { break }
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}

/// A thread for blocking socket calls of tests.
enum Thread {
    static func run(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(body)).toOpaque()
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            box
        )
        pthread_detach(thread)
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
