import NIOCore
import NIOHTTP1

/// Asks ``ConnectionGuardHandler`` to send `100 Continue` if the client waits for it.
struct ContinueRequested: Sendable {}

/// The client went away, or was cut off, before its request body ended.
package struct BodyTruncated: Error {}

/// Holds one connection to ``RequestLimits`` and to RFC 9112 before anything else sees a request.
///
/// It refuses ambiguous framing (§6.3, §11.2), answers `Expect: 100-continue` only when the body is wanted (RFC 9110
/// §10.1.1), cuts slow senders and readers, closes rather than drains long unread bodies, and ends the connection in
/// good order when the server stops.
final class ConnectionGuardHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Requests a client may send ahead of their answers.
    private static let pipelineLimit = 64

    private let limits: RequestLimits
    private let received: ByteCountHandler
    private let extraHeaders: [(String, String)]

    // Requests of this connection whose head arrived, whose end arrived, and whose response was written whole.
    private var begun = 0
    private var ended = 0
    private var answered = 0
    /// Heads of pipelined requests, in order; the first one's response is due when the current one is written.
    private var waiting: [HTTPRequestHead] = []
    private var headWasWritten = false
    private var truncationWasTold = false
    private var expectsContinue = false
    private var closesAfterResponse = false
    private var isClosing = false
    private var isQuiescing = false
    /// More was pipelined than is answered; what comes is thrown away, and the connection ends with the last answer that is due.
    private var isDeaf = false
    /// Content-Length not yet received; nil when the body is chunked.
    private var bodyBytesLeft: Int64? = 0
    /// Bytes received since the head of a chunked body, beyond those of the body itself.
    private var framingBytes: Int64 = 0
    private var countAtBodyMark: Int64 = 0
    private var discardedBytes: Int64 = 0

    // The clockwork: what is measured since when.
    private var phaseStart: NIODeadline = .now()
    private var countAtPhaseStart: Int64 = 0
    private var headStart: NIODeadline?
    private var windowStart: NIODeadline = .now()
    private var windowBytes: Int64 = 0
    /// Since when the server has not asked for more; nil while it waits for the client.
    private var pauseStart: NIODeadline?
    private var stallStart: NIODeadline?
    private var stalledBytes = 0
    private var tick: Scheduled<Void>?

    init(limits: RequestLimits, received: ByteCountHandler, extraHeaders: [(String, String)]) {
        self.limits = limits
        self.received = received
        self.extraHeaders = extraHeaders
    }

    func handlerAdded(context: ChannelHandlerContext) {
        scheduleTick(context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        tick?.cancel()
        tick = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        tick?.cancel()
        tick = nil
        tellTruncation(context: context)
        context.fireChannelInactive()
    }

    /// A body cut off is an error to whoever reads it, never an end.
    private func tellTruncation(context: ChannelHandlerContext) {
        guard begun > ended, !truncationWasTold else { return }
        truncationWasTold = true
        context.fireErrorCaught(BodyTruncated())
    }

    /// A response is due.
    private var responseIsOpen: Bool { begun > answered }
    /// The request being answered (or, when all are answered, the last one) has not ended.
    private var requestIsOpen: Bool { responseIsOpen ? ended == answered : begun > ended }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing, !isDeaf else {
            discard(unwrapInboundIn(data), context: context)
            return
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            begin(head, context: context, data: data)
        case .body(let bytes):
            let count = Int64(bytes.readableBytes)
            windowBytes += count
            framingBytes -= 6 * count
            bodyBytesLeft = bodyBytesLeft.map { $0 - count }
            // A client may send before it is told to; nothing is left to ask for then.
            expectsContinue = false
            if !responseIsOpen {
                discardedBytes += count
                if discardedBytes > limits.drainLimit { return beginClosing(context: context) }
            }
            context.fireChannelRead(data)
        case .end:
            ended += 1
            expectsContinue = false
            if !responseIsOpen { resetPhase() }
            context.fireChannelRead(data)
        }
    }

    private func begin(_ head: HTTPRequestHead, context: ChannelHandlerContext, data: NIOAny) {
        let status = Self.refusal(of: head, limits: limits)
        if responseIsOpen {
            // Pipelined: its predecessor is still being answered, so nothing may be written for it yet.
            guard status == nil, waiting.count < Self.pipelineLimit else {
                isDeaf = true
                if waiting.isEmpty { closesAfterResponse = true }
                return
            }
            waiting.append(head)
            begun += 1
        } else {
            if let status { return refuse(status, context: context) }
            begun += 1
            open(head)
        }
        context.fireChannelRead(data)
    }

    private func open(_ head: HTTPRequestHead) {
        headWasWritten = false
        discardedBytes = 0
        headStart = nil
        expectsContinue =
            head.version == .http1_1
            && head.headers["expect"].contains { $0.lowercased() == "100-continue" }
            && requestIsOpen
        closesAfterResponse = isQuiescing || !head.isKeepAlive || (isDeaf && waiting.isEmpty)
        bodyBytesLeft =
            head.headers.contains(name: "transfer-encoding")
            ? nil : head.headers.first(name: "content-length").flatMap { Int64($0) } ?? 0
        windowStart = .now()
        windowBytes = 0
        framingBytes = 0
        countAtBodyMark = received.count
    }

    /// The status a head is refused with, or nil.
    ///
    /// RFC 9112 §3.2 (Host), §6.1 and §6.3 (framing).
    private static func refusal(of head: HTTPRequestHead, limits: RequestLimits) -> HTTPResponseStatus? {
        if head.version.major != 1 { return .httpVersionNotSupported }
        if head.uri.utf8.count > limits.requestLineLimit { return .uriTooLong }
        var hosts = 0
        var encodings: [String] = []
        var lengths = 0
        var bytes = 0
        for field in head.headers {
            bytes += field.name.utf8.count + field.value.utf8.count
            switch field.name.lowercased() {
            case "host":
                hosts += 1
                if field.value.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "/") }) {
                    return .badRequest
                }
            case "transfer-encoding": encodings.append(field.value.lowercased())
            case "content-length":
                lengths += 1
                guard !field.value.isEmpty, field.value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                    Int64(field.value) != nil
                else { return .badRequest }
            default: break
            }
        }
        if bytes > limits.headerBytesLimit || head.headers.count > limits.headerCountLimit {
            return .requestHeaderFieldsTooLarge
        }
        if hosts > 1 || (hosts == 0 && head.version == .http1_1) { return .badRequest }
        if !encodings.isEmpty {
            if lengths > 0 || head.version != .http1_1 { return .badRequest }
            if encodings != ["chunked"] { return .notImplemented }
        }
        return lengths > 1 ? .badRequest : nil
    }

    private func refuse(_ status: HTTPResponseStatus, context: ChannelHandlerContext) {
        guard !headWasWritten || !responseIsOpen else { return beginClosing(context: context) }
        var headers = HTTPHeaders([("content-length", "0"), ("connection", "close")])
        headers.add(contentsOf: extraHeaders)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        beginClosing(context: context)
    }

    private func discard(_ part: HTTPServerRequestPart, context: ChannelHandlerContext) {
        guard case .body(let bytes) = part else { return }
        discardedBytes += Int64(bytes.readableBytes)
        // A short tail is read so that the client sees our answer and not a reset.
        if discardedBytes > limits.drainLimit * 16 { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: refuse(.requestHeaderFieldsTooLarge, context: context)
        case is HTTPParserError, is ByteToMessageDecoderError: refuse(.badRequest, context: context)
        default: context.fireErrorCaught(error)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isQuiescing = true
            closesAfterResponse = true
            if responseIsOpen {
                context.eventLoop.assumeIsolated().scheduleTask(in: limits.shutdownGrace) { [self] in
                    if !isClosing { context.close(promise: nil) }
                }
            } else {
                context.close(promise: nil)
            }
        case ChannelEvent.inputClosed:
            tellTruncation(context: context)
            if !responseIsOpen, !isClosing { context.close(promise: nil) }
        default:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ContinueRequested else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if expectsContinue, !headWasWritten {
            expectsContinue = false
            windowStart = .now()
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))),
                promise: nil
            )
        }
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing || headWasWritten else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            headWasWritten = true
            let unreadIsLong = requestIsOpen && (bodyBytesLeft ?? .max) > limits.drainLimit
            if expectsContinue || unreadIsLong { closesAfterResponse = true }
            if head.headers.first(name: "connection")?.lowercased() == "close" { closesAfterResponse = true }
            if closesAfterResponse { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            finishResponse(context: context)
        default:
            context.write(data, promise: promise)
        }
    }

    private func finishResponse(context: ChannelHandlerContext) {
        answered += 1
        resetPhase()
        if closesAfterResponse {
            context.flush()
            beginClosing(context: context)
        } else if !waiting.isEmpty {
            open(waiting.removeFirst())
        }
    }

    /// Ends our side, waits a moment for the client to read what it was told, then closes.
    private func beginClosing(context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        guard requestIsOpen || !received.isQuiet(since: countAtPhaseStart) else {
            context.close(promise: nil)
            return
        }
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: limits.lingerTimeout) {
            context.close(promise: nil)
        }
    }

    func read(context: ChannelHandlerContext) {
        if let start = pauseStart {
            pauseStart = nil
            windowStart = windowStart + (.now() - start)
        }
        context.read()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if pauseStart == nil { pauseStart = .now() }
        examineFraming(context: context)
        context.fireChannelReadComplete()
    }

    /// Refuses a chunked body that is mostly chunk extensions; a chunk of one byte costs six.
    private func examineFraming(context: ChannelHandlerContext) {
        guard !isClosing, responseIsOpen, requestIsOpen, bodyBytesLeft == nil else { return }
        framingBytes += received.count - countAtBodyMark
        countAtBodyMark = received.count
        if framingBytes > limits.drainLimit { refuse(.badRequest, context: context) }
    }

    private func resetPhase() {
        phaseStart = .now()
        countAtPhaseStart = received.count
        headStart = nil
    }

    private func scheduleTick(context: ChannelHandlerContext) {
        tick = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(2)) { [self] in
            examine(context: context)
            if context.channel.isActive { scheduleTick(context: context) }
        }
    }

    private func examine(context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let now = NIODeadline.now()
        if responseIsOpen {
            examineBody(now, context: context)
        } else if !requestIsOpen {
            examineHead(now, context: context)
        } else if now - phaseStart > limits.keepAliveTimeout {
            context.close(promise: nil)
        }
        examineStall(now, context: context)
    }

    private func examineHead(_ now: NIODeadline, context: ChannelHandlerContext) {
        if received.count > countAtPhaseStart {
            let start = headStart ?? now
            headStart = start
            if now - start > limits.headTimeout { refuse(.requestTimeout, context: context) }
        } else if now - phaseStart > (answered == 0 ? limits.firstByteTimeout : limits.keepAliveTimeout) {
            context.close(promise: nil)
        }
    }

    private func examineBody(_ now: NIODeadline, context: ChannelHandlerContext) {
        guard requestIsOpen, !expectsContinue else {
            windowStart = now
            windowBytes = 0
            return
        }
        guard pauseStart == nil, now - windowStart > limits.bodyProgressWindow else { return }
        if windowBytes < limits.bodyProgressBytes {
            headWasWritten ? context.close(promise: nil) : refuse(.requestTimeout, context: context)
        } else {
            windowStart = now
            windowBytes = 0
        }
    }

    private func examineStall(_ now: NIODeadline, context: ChannelHandlerContext) {
        let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        guard buffered > 0, buffered == stalledBytes, let start = stallStart else {
            stalledBytes = buffered
            stallStart = now
            return
        }
        if now - start > limits.writeStallTimeout { context.close(promise: nil) }
    }
}
