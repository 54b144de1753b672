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
            configuration: RegistryConfiguration(http: .patient),
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
                "POST /v2/a/blobs/uploads/?digest=\(blob.digest) HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                + "Expect: 100-continue\r\n\r\n"
            let (beginnings, begun) = AsyncStream.makeStream(of: Int.self)
            group.addTask {
                defer { begun.finish() }
                let answer = try await http.withConnection { connection in
                    try connection.send(head)
                    // told when the registry reads the body: the upload is under way
                    begun.yield(try connection.readHead().status)
                    try connection.send("sl")
                    // nobody is let in any more once the registry stops
                    while (try? RawConnection(host: http.host, port: http.port)) != nil { usleep(10_000) }
                    try connection.send("ow")
                    return String(decoding: try connection.readToEnd(), as: UTF8.self)
                }
                #expect(answer.hasPrefix("HTTP/1.1 201"))
            }
            #expect(await beginnings.first { _ in true } == 100)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}
