import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Asks ``FileTransferCodec`` to send a part of a file as response body.
struct FileTransfer: Sendable {
    let file: OpenFile
    let range: Range<Int64>
}

/// Translates between HTTP/1 parts and HTTP types, and sends files without taking their bytes through a task.
///
/// On a plain connection a ``FileTransfer`` becomes one `FileRegion` (sendfile); under TLS, which takes only buffers, it
/// is pumped on the event loop, one chunk whenever the channel can be written.
final class FileTransferCodec: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let isSecure: Bool
    private var pump: (transfer: FileTransfer, offset: Int64, promise: EventLoopPromise<Void>?)?
    private static let pumpChunkBytes: Int64 = 128 * 1024

    init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            do {
                try context.fireChannelRead(
                    wrapInboundOut(.head(HTTPRequest(head, secure: isSecure, splitCookie: false)))
                )
            } catch {
                context.fireErrorCaught(error)
            }
        case .body(let body):
            context.fireChannelRead(wrapInboundOut(.body(body)))
        case .end(let trailers):
            context.fireChannelRead(wrapInboundOut(.end(trailers.map { HTTPFields($0, splitCookie: false) })))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let response):
            context.write(wrapOutboundOut(.head(HTTPResponseHead(response))), promise: promise)
        case .body(let body):
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: promise)
        case .end(let trailers):
            context.write(wrapOutboundOut(.end(trailers.map(HTTPHeaders.init))), promise: promise)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let transfer = event as? FileTransfer else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if isSecure {
            pump = (transfer, transfer.range.lowerBound, promise)
            pumpMore(context: context)
        } else {
            sendRegion(transfer, context: context, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pumpMore(context: context)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        pump?.promise?.fail(ChannelError.ioOnClosedChannel)
        pump = nil
        context.fireChannelInactive()
    }

    private func sendRegion(_ transfer: FileTransfer, context: ChannelHandlerContext, promise: EventLoopPromise<Void>?)
    {
        do {
            let handle = try transfer.file.duplicatedHandle()
            let region = FileRegion(
                fileHandle: handle,
                readerIndex: Int(transfer.range.lowerBound),
                endIndex: Int(transfer.range.upperBound)
            )
            let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.whenComplete { _ in try? handle.close() }
            context.writeAndFlush(wrapOutboundOut(.body(.fileRegion(region))), promise: sent)
        } catch {
            promise?.fail(error)
        }
    }

    private func pumpMore(context: ChannelHandlerContext) {
        while let (transfer, offset, promise) = pump, context.channel.isWritable {
            let end = min(offset + Self.pumpChunkBytes, transfer.range.upperBound)
            do {
                let chunk = try transfer.file.read(offset..<end)
                let isLast = end == transfer.range.upperBound
                pump = isLast ? nil : (transfer, end, promise)
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk))), promise: isLast ? promise : nil)
            } catch {
                pump = nil
                promise?.fail(error)
                context.close(promise: nil)
            }
        }
    }
}
