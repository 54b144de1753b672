/// Walks over the fields of a protobuf message (https://protobuf.dev/programming-guides/encoding/); nothing in it is trusted.
struct ProtobufCursor {
    /// What stands behind a tag.
    enum Value {
        case varint(UInt64)
        case fixed
        /// The bytes lie at this range.
        case bytes(Range<Int>)
    }

    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// Over the message that lies in a range of the bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        let bounds = range.clamped(to: 0..<bytes.count)
        (position, end) = (bounds.lowerBound, bounds.upperBound)
    }

    /// The next field; nil at the end.
    mutating func next() throws(ProtobufError) -> (number: UInt64, value: Value)? {
        guard position < end else { return nil }
        let tag = try varint()
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw .malformed("illegal tag \(number) (wire type \(tag & 7))") }
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, try fixed(8))
        case 2:
            let length = try varint()
            guard length <= UInt64(end - position) else { throw .malformed("unexpected EOF") }
            let start = position
            position += Int(length)
            return (number, .bytes(start..<position))
        case 5: return (number, try fixed(4))
        default: throw .malformed("illegal wireType \(tag & 7)")
        }
    }

    /// Whether all is read.
    var isAtEnd: Bool { position >= end }

    /// An integer of up to ten bytes, seven bits each.
    mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw .malformed("unexpected EOF") }
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else { throw .malformed("integer overflow") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw .malformed("integer overflow")
    }

    private mutating func fixed(_ count: Int) throws(ProtobufError) -> Value {
        guard end - position >= count else { throw .malformed("unexpected EOF") }
        position += count
        return .fixed
    }
}
