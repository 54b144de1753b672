import BerthTesting
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import BerthHTTP

@Suite struct `An accepted connection` {
    @Test func `is closed when nobody begins to serve it, as when the server stops just then`() async throws {
        let connections = ConnectionChannel(
            responder: { _, _, _ in },
            tls: nil,
            limits: .patient,
            headers: []
        )
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                connections.setup(channel: channel, logger: Logger(label: "test")).map { _ in }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = try #require(listener.localAddress?.port)
        for _ in 1...3 {
            let answer = try await Loopback(port: port).exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(answer.isEmpty)
        }
        try await listener.close()
    }
}
