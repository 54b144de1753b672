import NIOCore

/// Walks over the fields of a protobuf message that etcd sent; nothing in it is trusted.
struct EtcdFields {
    /// What stands behind a tag.
    enum Value {
        case number(UInt64)
        case bytes(ByteBuffer)
        /// Of a fixed width: etcd has none that we read.
        case fixed

        /// The number as it was signed.
        var number: Int64? {
            guard case .number(let number) = self else { return nil }
            return Int64(bitPattern: number)
        }

        /// A message, text or bytes; shares the memory of the whole answer.
        var bytes: ByteBuffer? {
            guard case .bytes(let bytes) = self else { return nil }
            return bytes
        }
    }

    private var rest: ByteBuffer

    init(_ message: ByteBuffer) { rest = message }

    /// The next field; nil at the end.
    mutating func next() throws(EtcdFailure) -> (field: UInt64, value: Value)? {
        guard rest.readableBytes > 0 else { return nil }
        let tag = try varint()
        guard tag >> 3 > 0 else { throw Self.broken }
        switch tag & 7 {
        case 0: return (tag >> 3, .number(try varint()))
        case 1: return (tag >> 3, try fixed(8))
        case 2:
            guard let length = Int(exactly: try varint()), let bytes = rest.readSlice(length: length) else {
                throw Self.broken
            }
            return (tag >> 3, .bytes(bytes))
        case 5: return (tag >> 3, try fixed(4))
        default: throw Self.broken
        }
    }

    private static let broken = EtcdFailure.unknownOutcome("the answer is not whole")

    /// An integer of up to ten bytes, seven bits each.
    private mutating func varint() throws(EtcdFailure) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.readInteger(as: UInt8.self), shift < 63 || byte <= 1 else { throw Self.broken }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.broken
    }

    private mutating func fixed(_ count: Int) throws(EtcdFailure) -> Value {
        guard rest.readSlice(length: count) != nil else { throw Self.broken }
        return .fixed
    }
}
