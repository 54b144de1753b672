import BerthHTTP
import BerthTesting
import Glibc
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import BerthRegistry

@Suite struct `A registry that is told to stop` {
    @Test func `lets an upload that is under way end`() async throws {
        let blob = SampleBlob(Array("slow".utf8))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let registry = Registry(
            configuration: RegistryConfiguration(http: HTTPServiceConfiguration(port: 0)),
            storage: InMemoryStorageDriver(),
            access: OpenAccessController(),
            logger: logger
        ) { port.yield($0.port ?? 0) }
        let services = ServiceGroup(services: [registry], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var iterator = ports.makeAsyncIterator()
            let http = RawHTTP(port: try #require(await iterator.next()))
            let head =
                "POST /v2/a/blobs/uploads/?digest=\(blob.digest) HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"
            async let answer = http.withConnection { connection in
                try connection.send(head + "sl")
                usleep(800_000)
                try connection.send("ow")
                return String(decoding: try connection.readToEnd(), as: UTF8.self)
            }
            try await Task.sleep(for: .milliseconds(400))
            await services.triggerGracefulShutdown()
            #expect(try await answer.hasPrefix("HTTP/1.1 201"))
            try await group.waitForAll()
        }
    }
}
