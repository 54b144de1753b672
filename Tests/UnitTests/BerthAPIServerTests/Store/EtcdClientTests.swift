import BerthTesting
import NIOCore
import NIOPosix
import Testing

@testable import BerthAPIServer

@Suite(.timeLimit(.minutes(10))) struct `A call to etcd` {
    private static func client(_ endpoints: String..., timeout: Duration = .seconds(300)) throws -> EtcdClient {
        var configuration = EtcdConfiguration.patient(endpoints)
        configuration.timeout = timeout
        return try EtcdClient(configuration)
    }

    /// An answer of the store at revision 7.
    private static var good: EtcdMessage {
        var message = EtcdMessage()
        message.message(1) { $0.number(3, 7) }
        return message
    }

    /// Why a change was not acknowledged, in the store's words.
    private static func refusal(_ client: EtcdClient) async -> String {
        do {
            return "acknowledged at \(try await client.write(.put, put).revision)"
        } catch { return "\(error.storeError)" }
    }

    private static let put = EtcdRequest.put([97], ByteBuffer(string: "b"))

    @Test func `shares a connection with others`() async throws {
        try await GRPCStandIn.serving({ _ in .message(Self.good) }) { server, url in
            let client = try Self.client(url)
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<50 { group.addTask { try await client.write(.put, Self.put).revision } }
                for try await revision in group { #expect(revision == 7) }
            }
            #expect(server.connections == 1 && server.calls == Array(repeating: EtcdMethod.put.rawValue, count: 50))
            client.close()
            await #expect(throws: EtcdFailure.self) { try await client.read(.range, EtcdRequest.range([97])) }
        }
    }

    @Test func `that was refused unread is made again, a change too`() async throws {
        try await GRPCStandIn.serving({ $0 == 0 ? .refusal : .message(Self.good) }) { server, url in
            let client = try Self.client(url)
            #expect(try await client.write(.put, Self.put).revision == 7)
            #expect(server.calls.count == 2)
        }
    }

    @Test func `whose connection broke is made again only when it changes nothing`() async throws {
        try await GRPCStandIn.serving({ $0 % 2 == 0 ? .end : .message(Self.good) }) { server, url in
            let client = try Self.client(url)
            #expect(try await client.read(.range, EtcdRequest.range([97])).revision == 7)
            #expect(server.calls.count == 2)
            #expect(await Self.refusal(client).contains("not known"))
            #expect(server.calls.count == 3)
            #expect(try await client.write(.put, Self.put).revision == 7)
        }
    }

    @Test func `goes to another connection after a farewell`() async throws {
        try await GRPCStandIn.serving({ $0 == 0 ? .farewell(Self.good) : .message(Self.good) }) { server, url in
            let client = try Self.client(url)
            for _ in 0..<3 { #expect(try await client.write(.put, Self.put).revision == 7) }
            #expect(server.connections == 2 && server.calls.count == 3)
        }
    }

    @Test func `ends in time, and leaves a connection on which nothing comes`() async throws {
        let turns = Collected<Bool>()
        try await GRPCStandIn.serving({ _ in turns.all.count == 1 ? .silence : .message(Self.good) }) { server, url in
            let client = try Self.client(url, timeout: .milliseconds(500))
            while (try? await client.write(.put, Self.put)) == nil {}
            turns.add([true])
            var failure: EtcdFailure?
            // What was not sent has not been answered with silence.
            while failure?.isWithoutEffect != false {
                do throws(EtcdFailure) {
                    _ = try await client.write(.put, Self.put)
                    Issue.record("answered")
                    break
                } catch { failure = error }
            }
            #expect(failure == .timedOut)
            turns.add([true])
            while (try? await client.write(.put, Self.put)) == nil {}
            #expect(server.connections > 1)
        }
    }

    @Test func `turns to the next endpoint when one takes connections and says nothing`() async throws {
        let mute = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        try await GRPCStandIn.serving({ _ in .message(Self.good) }) { server, url in
            let client = try Self.client("http://127.0.0.1:\(mute.localAddress?.port ?? 0)", url, timeout: .seconds(2))
            while (try? await client.write(.put, Self.put)) == nil {}
            #expect(!server.calls.isEmpty)
        }
        try await mute.close()
    }

    @Test func `ends with its caller`() async throws {
        try await GRPCStandIn.serving({ _ in .silence }) { server, url in
            let client = try Self.client(url)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await #expect(throws: EtcdFailure.self) { try await client.write(.put, Self.put) } }
                while server.calls.isEmpty { try? await Task.sleep(for: .milliseconds(2)) }
                group.cancelAll()
            }
        }
    }

    @Test func `says what the server said`() async throws {
        try await GRPCStandIn.serving({ _ in .status(code: 8, text: "etcdserver: mvcc: database space exceeded") }) {
            server,
            url in
            let client = try Self.client(url)
            await #expect(throws: EtcdFailure.full) { try await client.write(.put, Self.put) }
        }
    }

    @Test func `says who does not answer`() async throws {
        let client = try Self.client("http://127.0.0.1:\(FreePort.find())")
        #expect(await Self.refusal(client).contains("refused"))
    }
}
