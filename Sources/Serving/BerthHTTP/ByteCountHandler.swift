import NIOCore

/// Counts the bytes that reach the HTTP decoder, so that a head on its way can be told from silence.
final class ByteCountHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes received on this connection so far.
    private(set) var count: Int64 = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        count &+= Int64(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    /// Whether nothing more has arrived than what had at `mark`.
    func isQuiet(since mark: Int64) -> Bool { count == mark }
}
