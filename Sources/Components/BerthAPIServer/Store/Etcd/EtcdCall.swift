import NIOCore
import NIOHPACK
import NIOHTTP2

/// One call on a stream of its own: sends the request, completes a promise with the one message of the answer.
///
/// Whoever completes the promise first ends the call: an answer, its time limit, the caller's cancellation or the end of
/// the connection.
final class EtcdCall: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    /// The largest answer that is taken.
    private static let answerLimit = 64 << 20

    private let headers: HPACKHeaders
    private let request: ByteBuffer
    private let answer: EventLoopPromise<ByteBuffer>
    private var frames = EtcdFrames(limit: answerLimit)
    private var status = EtcdStatus()
    private var lastFailure: EtcdFailure?

    init(_ headers: HPACKHeaders, _ request: ByteBuffer, _ answer: EventLoopPromise<ByteBuffer>) {
        (self.headers, self.request, self.answer) = (headers, request, answer)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        // An answer is the stream's end; everything else resets it.
        answer.futureResult.whenFailure { _ in channel.close(promise: nil) }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
        let data = HTTP2Frame.FramePayload.data(.init(data: .byteBuffer(request), endStream: true))
        context.writeAndFlush(wrapOutboundOut(data), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let block):
            status.take(block.headers)
            if block.endStream { end() }
        case .data(let part):
            guard case .byteBuffer(let bytes) = part.data else { return }
            do { try frames.append(bytes) } catch { answer.fail(error) }
            if part.endStream { end() }
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if lastFailure == nil { lastFailure = EtcdStatus.failure(error) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(lastFailure ?? EtcdFailure.unknownOutcome("the connection was lost"))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        answer.fail(lastFailure ?? EtcdFailure.unknownOutcome("the connection was lost"))
    }

    private func end() {
        do {
            if let failure = status.failure { throw failure }
            guard let message = try frames.next() else { throw EtcdFailure.unknownOutcome("the answer is empty") }
            answer.succeed(message)
        } catch { answer.fail(error) }
    }
}
