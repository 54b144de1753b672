import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Synchronization

@testable import BerthAPIServer

/// A server of HTTP/2 that answers calls as a test says.
final class GRPCStandIn: Sendable {
    /// What becomes of a call.
    enum Reply: Sendable {
        case message(EtcdMessage)
        case status(code: Int, text: String)
        /// Nothing is done with it.
        case refusal
        case silence
        /// Answered, and nothing else is taken on this connection.
        case farewell(EtcdMessage)
        /// The connection ends.
        case end
    }

    private struct State {
        var calls: [String] = []
        var connections = 0
    }

    private let state = Mutex(State())
    private let answer: @Sendable (_ number: Int) -> Reply

    private init(_ answer: @escaping @Sendable (_ number: Int) -> Reply) { self.answer = answer }

    /// The paths of the calls so far.
    var calls: [String] { state.withLock { $0.calls } }
    var connections: Int { state.withLock { $0.connections } }

    /// Runs `body` with the URL of a server whose calls, numbered from 0, are answered by `answer`.
    static func serving(
        _ answer: @escaping @Sendable (_ number: Int) -> Reply,
        _ body: (_ server: GRPCStandIn, _ url: String) async throws -> Void
    ) async throws {
        let server = GRPCStandIn(answer)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                server.state.withLock { $0.connections += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
                        mode: .server,
                        connectionConfiguration: .init(),
                        streamConfiguration: .init()
                    ) { stream in
                        stream.eventLoop.makeCompletedFuture {
                            try stream.pipeline.syncOperations.addHandler(Handler(server))
                        }
                    }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do { try await body(server, "http://127.0.0.1:\(channel.localAddress?.port ?? 0)") } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    private func reply(to path: String) -> Reply {
        answer(
            state.withLock { state in
                state.calls.append(path)
                return state.calls.count - 1
            }
        )
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTP2Frame.FramePayload
        typealias OutboundOut = HTTP2Frame.FramePayload

        private let server: GRPCStandIn
        private var path = ""

        init(_ server: GRPCStandIn) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .headers(let block): path = block.headers.first(name: ":path") ?? ""
            case .data(let part) where part.endStream: reply(context)
            default: break
            }
        }

        private func reply(_ context: ChannelHandlerContext) {
            switch server.reply(to: path) {
            case .message(let message): write(message, context)
            case .status(let code, let text):
                let headers: HPACKHeaders = [
                    ":status": "200", "content-type": "application/grpc", "grpc-status": "\(code)",
                    "grpc-message": text,
                ]
                let frame = HTTP2Frame.FramePayload.headers(.init(headers: headers, endStream: true))
                context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
            case .refusal: context.writeAndFlush(wrapOutboundOut(.rstStream(.refusedStream)), promise: nil)
            case .silence: break
            case .farewell(let message):
                let farewell = HTTP2Frame(
                    streamID: .rootStream,
                    payload: .goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil)
                )
                context.channel.parent?.writeAndFlush(farewell, promise: nil)
                write(message, context)
            case .end: context.channel.parent?.close(promise: nil)
            }
        }

        private func write(_ message: EtcdMessage, _ context: ChannelHandlerContext) {
            let headers: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
            context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
            let body = EtcdFrames.framed(message)
            context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(body)))), promise: nil)
            let trailers = HTTP2Frame.FramePayload.headers(.init(headers: ["grpc-status": "0"], endStream: true))
            context.writeAndFlush(wrapOutboundOut(trailers), promise: nil)
        }
    }
}
