import NIOCore

/// Messages as gRPC puts them into a stream: a zero byte (not compressed), the length in four bytes, the message.
///
/// <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
struct EtcdFrames {
    private static let headLength = 5

    private let limit: Int
    private var rest = ByteBuffer()

    /// - Parameter limit: How many bytes a message may have.
    init(limit: Int) { self.limit = limit }

    /// A message as it is sent.
    static func framed(_ message: EtcdMessage) -> ByteBuffer {
        let body = message.bytes
        var frame = ByteBuffer()
        frame.reserveCapacity(headLength + body.readableBytes)
        frame.writeInteger(UInt8(0))
        frame.writeInteger(UInt32(clamping: body.readableBytes))
        frame.writeImmutableBuffer(body)
        return frame
    }

    /// Takes what came next.
    ///
    /// - Throws: `.answerTooLarge` as soon as a length says so.
    mutating func append(_ part: ByteBuffer) throws(EtcdFailure) {
        var part = part
        if rest.readableBytes == 0 { rest = part } else { rest.writeBuffer(&part) }
        if let length = try lengthOfNext() { rest.reserveCapacity(rest.readerIndex + Self.headLength + length) }
    }

    /// The next whole message, if it is there.
    mutating func next() throws(EtcdFailure) -> ByteBuffer? {
        guard let length = try lengthOfNext(), rest.readableBytes >= Self.headLength + length else { return nil }
        rest.moveReaderIndex(forwardBy: Self.headLength)
        return rest.readSlice(length: length)
    }

    private func lengthOfNext() throws(EtcdFailure) -> Int? {
        guard let flag = rest.getInteger(at: rest.readerIndex, as: UInt8.self),
            let length = rest.getInteger(at: rest.readerIndex + 1, as: UInt32.self)
        else { return nil }
        guard flag == 0 else { throw .unknownOutcome("the answer is compressed") }
        guard length <= limit else { throw .answerTooLarge }
        return Int(length)
    }
}
