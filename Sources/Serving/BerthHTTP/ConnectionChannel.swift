import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOSSL

/// The pipeline of one accepted connection: TLS, byte counter, HTTP/1, guard, file transfer, then the request task.
struct ConnectionChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = AcceptedConnection

    let responder: HTTPChannelHandler.Responder
    let tls: ServingTLS?
    let limits: RequestLimits
    let headers: [(String, String)]

    /// 256 KiB at once: the largest receive buffer halves the CPU of an upload against NIO's 64 KiB.
    private static let receiveBufferBytes = 256 * 1024

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 1024,
                    initial: 4096,
                    maximum: Self.receiveBufferBytes
                )
            )
            if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.current())) }
            let counter = ByteCountHandler()
            try pipeline.addHandler(counter)
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = limits.headerBytesLimit
            decoding.maxHeaderListSize = limits.headerBytesLimit
            decoding.maxHeaderFieldCount = limits.headerCountLimit
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoding
            )
            try pipeline.addHandler(ConnectionGuardHandler(limits: limits, received: counter, extraHeaders: headers))
            try pipeline.addHandler(FileTransferCodec(isSecure: tls != nil))
            return AcceptedConnection(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(
                        // Of 256 KiB each: what a connection may hold of a body that nobody reads yet.
                        backPressureStrategy: .init(lowWatermark: 1, highWatermark: 3),
                        isOutboundHalfClosureEnabled: true
                    )
                )
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value.take(), logger: logger)
    }
}
