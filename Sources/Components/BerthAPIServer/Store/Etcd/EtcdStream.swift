import NIOCore
import NIOHPACK
import NIOHTTP2

/// A call that goes on: one message sent, many received, none faster than they are taken.
enum EtcdStream {
    private static let messageLimit = 64 << 20

    /// Hands over messages until `take` has enough.
    ///
    /// - Throws: what `take` throws, or ``EtcdFailure`` when the stream ends.
    static func run(
        _ stream: EtcdConnection.Stream,
        _ headers: HPACKHeaders,
        _ request: EtcdMessage,
        _ take: (ByteBuffer) async throws -> Bool
    ) async throws {
        do {
            try await stream.executeThenClose { inbound, outbound in
                try await outbound.write(.headers(.init(headers: headers)))
                // It stays open on our side: etcd ends a watch whose client has nothing more to say.
                let data = HTTP2Frame.FramePayload.Data(data: .byteBuffer(EtcdFrames.framed(request)))
                try await outbound.write(.data(data))
                var frames = EtcdFrames(limit: messageLimit)
                var status = EtcdStatus()
                for try await payload in inbound {
                    var isEnd = false
                    switch payload {
                    case .headers(let block):
                        status.take(block.headers)
                        isEnd = block.endStream
                    case .data(let part):
                        guard case .byteBuffer(let bytes) = part.data else { continue }
                        try frames.append(bytes)
                        while let message = try frames.next() {
                            guard try await take(message) else { return }
                        }
                        isEnd = part.endStream
                    default: break
                    }
                    if isEnd { throw status.failure ?? EtcdFailure.unknownOutcome("the watch ended") }
                }
                throw EtcdFailure.unknownOutcome("the watch ended")
            }
        } catch let error as StoreError { throw error } catch is CancellationError {
            throw EtcdFailure.unknownOutcome("cancelled")
        } catch { throw EtcdStatus.failure(error) }
    }
}
