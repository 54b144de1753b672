import NIOCore
import NIOHTTP2
import NIOPosix
import NIOTLS

/// What concerns a whole connection: etcd's greeting, its farewell and errors.
final class EtcdConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let isSecure: Bool
    private let greeting: EventLoopPromise<Void>
    private let retire: @Sendable () -> Void

    /// Completes `greeting` when etcd told its settings or never will; calls `retire` when nothing new may begin.
    init(isSecure: Bool, _ greeting: EventLoopPromise<Void>, retire: @escaping @Sendable () -> Void) {
        (self.isSecure, self.greeting, self.retire) = (isSecure, greeting, retire)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data).payload {
        case .settings(.settings): greeting.succeed()
        case .goAway: retire()
        default: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(let agreed) = event, agreed != "h2" {
            fail(EtcdFailure.notSent("it does not speak HTTP/2"), context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Of one stream that ended meanwhile: the others go on.
        if error is NIOHTTP2Errors.NoSuchStream || error is NIOHTTP2Errors.StreamClosed { return }
        fail(Self.failure(error, isSecure ? "TLS failed" : "it does not speak gRPC"), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(EtcdFailure.notSent("it closed the connection"), context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        greeting.fail(EtcdFailure.notSent("it closed the connection"))
    }

    private func fail(_ failure: EtcdFailure, _ context: ChannelHandlerContext) {
        greeting.fail(failure)
        retire()
        context.close(promise: nil)
    }

    /// Why there is no connection; `other` when the error says nothing.
    static func failure(_ error: any Error, _ other: String) -> EtcdFailure {
        if let failure = error as? EtcdFailure { return failure }
        if let reason = EtcdTLS.reason(error) { return .notSent(reason) }
        return switch error {
        case is NIOConnectionError: .notSent("connection refused, or no such host")
        case ChannelError.connectTimeout: .notSent("no connection in time")
        default: .notSent(other)
        }
    }
}
