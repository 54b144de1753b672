import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP/2 connection to one endpoint, on which many calls run at once.
///
/// It is there once etcd has told its settings, so that what is sent on it has met something that reads.
final class EtcdConnection: Sendable {
    /// A stream that stays open: what comes, and what goes.
    typealias Stream = NIOAsyncChannel<HTTP2Frame.FramePayload, HTTP2Frame.FramePayload>

    private struct State {
        var calls = 0
        var isRetired = false
    }

    /// Streams have numbers, and no number is given twice: far before they end another connection is opened.
    private static let callLimit = 1 << 28
    private static let connectionWindow = 16 << 20
    private static let streamWindow = 4 << 20
    /// A peer that does nothing else all the time is not etcd, which measures its bandwidth by pings.
    private static let frameLimit = 10_000

    private let endpoint: EtcdEndpoint
    private let channel: any Channel
    private let streams: NIOHTTP2Handler.StreamMultiplexer
    private let state = Mutex(State())
    private let pulse: NIOLoopBound<EtcdPulse>
    private let greeting: EventLoopPromise<Void>

    private init(
        _ endpoint: EtcdEndpoint,
        _ channel: any Channel,
        _ streams: NIOHTTP2Handler.StreamMultiplexer,
        _ pulse: NIOLoopBound<EtcdPulse>,
        _ greeting: EventLoopPromise<Void>
    ) {
        (self.endpoint, self.channel, self.streams, self.pulse) = (endpoint, channel, streams, pulse)
        self.greeting = greeting
    }

    /// Connects; the future fails with ``EtcdFailure``, at the latest after `timeout` beyond the connection's.
    static func open(
        _ endpoint: EtcdEndpoint,
        tls: NIOSSLContext?,
        connectTimeout: Duration,
        timeout: Duration
    ) -> EventLoopFuture<EtcdConnection> {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        // A name with several addresses is tried at more than one.
        let made = NIOLoopBoundBox.makeEmptyBox(valueType: [ObjectIdentifier: EtcdConnection].self, eventLoop: loop)
        return ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(connectTimeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    made.value = (made.value ?? [:])
                        .merging([ObjectIdentifier(channel): try configured(channel, endpoint, tls)]) { $1 }
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .flatMapErrorThrowing { throw EtcdConnectionHandler.failure($0, "no connection") }
            .flatMap { channel in
                guard let connection = made.value?[ObjectIdentifier(channel)] else {
                    return loop.makeFailedFuture(EtcdFailure.notSent("no connection"))
                }
                return connection.greeted(within: timeout).map { connection }
            }
    }

    /// Completes when etcd has told its settings.
    private func greeted(within timeout: Duration) -> EventLoopFuture<Void> {
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { [greeting] in
            greeting.fail(EtcdFailure.notSent("it took the connection and said nothing"))
        }
        greeting.futureResult.whenComplete { [channel] result in
            timer.cancel()
            if case .failure = result { channel.close(promise: nil) }
        }
        return greeting.futureResult
    }

    private static func configured(
        _ channel: any Channel,
        _ endpoint: EtcdEndpoint,
        _ tls: NIOSSLContext?
    ) throws -> EtcdConnection {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            let isAddress = (try? SocketAddress(ipAddress: endpoint.host, port: 0)) != nil
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : endpoint.host))
        }
        let pulse = EtcdPulse()
        try pipeline.addHandler(pulse)
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .enablePush, value: 0),
            HTTP2Setting(parameter: .initialWindowSize, value: streamWindow),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 64 << 10),
        ]
        connection.targetWindowSize = connectionWindow
        connection.maximumSequentialEmptyDataFrames = frameLimit
        connection.maximumConnectionGlitches = .max
        connection.controlFrameRateLimit.maximumCount = frameLimit
        connection.controlFrameRateLimit.windowLength = .seconds(1)
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = streamWindow
        stream.streamResetFrameRateLimit.maximumCount = frameLimit
        stream.streamResetFrameRateLimit.windowLength = .seconds(1)
        stream.streamErrorRateLimit.maximumCount = frameLimit
        stream.streamErrorRateLimit.windowLength = .seconds(1)
        let streams = try pipeline.configureHTTP2Pipeline(
            mode: .client,
            connectionConfiguration: connection,
            streamConfiguration: stream,
            inboundStreamInitializer: { $0.close() }
        )
        let greeting = channel.eventLoop.makePromise(of: Void.self)
        let pulseOfLoop = NIOLoopBound(pulse, eventLoop: channel.eventLoop)
        let made = EtcdConnection(endpoint, channel, streams, pulseOfLoop, greeting)
        let handler = EtcdConnectionHandler(isSecure: tls != nil, greeting) { [weak made] in made?.retire() }
        try pipeline.addHandler(handler)
        return made
    }

    /// Whether new calls may begin on it.
    var isUsable: Bool { channel.isActive && state.withLock { !$0.isRetired && $0.calls < Self.callLimit } }

    /// Ends all calls.
    func close() { channel.close(promise: nil) }

    /// Lets what runs go on, and nothing new begin.
    private func retire() { state.withLock { $0.isRetired = true } }

    /// Sends a message and waits for the answer, `timeout` at most.
    ///
    /// - Throws: `.notSent` when the connection had ended before.
    func call(
        _ method: EtcdMethod,
        _ request: EtcdMessage,
        token: String?,
        timeout: Duration
    ) async throws(EtcdFailure) -> ByteBuffer {
        let answer = channel.eventLoop.makePromise(of: ByteBuffer.self)
        var headers = headers(method, token: token)
        headers.add(name: "grpc-timeout", value: Self.text(timeout))
        let (heads, body) = (headers, EtcdFrames.framed(request))
        // Before anything is sent, or an answer could be taken for older than its question.
        let begun = NIODeadline.now()
        begin({ try $0.pipeline.syncOperations.addHandler(EtcdCall(heads, body, answer)) }, else: { answer.fail($0) })
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { [self] in
            answer.fail(EtcdFailure.timedOut)
            // Nothing came meanwhile, on no stream: there may be nobody at the other end any more.
            if pulse.value.last < begun { close() }
        }
        defer { timer.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await answer.futureResult.get()
            } onCancel: {
                answer.fail(EtcdFailure.unknownOutcome("cancelled"))
            }
        } catch { throw EtcdStatus.failure(error) }
    }

    /// Opens a stream; ``EtcdStream`` has to run it to its end.
    func stream(
        _ method: EtcdMethod,
        token: String?
    ) async throws(EtcdFailure) -> (stream: Stream, headers: HPACKHeaders) {
        let stream = channel.eventLoop.makePromise(of: Stream.self)
        begin(
            { stream.succeed(try NIOAsyncChannel(wrappingChannelSynchronously: $0)) },
            else: { stream.fail($0) }
        )
        do {
            return (try await stream.futureResult.get(), headers(method, token: token))
        } catch { throw EtcdStatus.failure(error) }
    }

    /// Makes a stream; when there is no connection any more it fails before anything is sent.
    private func begin(
        _ configure: @escaping @Sendable (any Channel) throws -> Void,
        else fail: @escaping @Sendable (EtcdFailure) -> Void
    ) {
        state.withLock { $0.calls += 1 }
        let made = channel.eventLoop.makePromise(of: (any Channel).self)
        made.futureResult.whenFailure { _ in fail(.notSent("the connection was closed")) }
        streams.createStreamChannel(promise: made) { stream in
            stream.eventLoop.makeCompletedFuture {
                guard stream.parent?.isActive == true else { throw EtcdFailure.notSent("the connection was closed") }
                try configure(stream)
            }
        }
    }

    private func headers(_ method: EtcdMethod, token: String?) -> HPACKHeaders {
        var headers: HPACKHeaders = [
            ":method": "POST", ":scheme": endpoint.isSecure ? "https" : "http", ":path": method.rawValue,
            ":authority": endpoint.authority, "content-type": "application/grpc", "te": "trailers",
            "user-agent": "berth",
        ]
        if let token { headers.add(name: "token", value: token, indexing: .neverIndexed) }
        return headers
    }

    /// A time as `grpc-timeout` has it: up to eight digits and a unit.
    private static func text(_ timeout: Duration) -> String {
        let milliseconds = TimeAmount(timeout).nanoseconds / 1_000_000
        return "\(min(max(milliseconds, 1), 99_999_999))m"
    }
}
