import NIOCore

/// Remembers when a connection last brought anything.
final class EtcdPulse: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private(set) var last = NIODeadline.now()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        last = .now()
        context.fireChannelRead(data)
    }
}
