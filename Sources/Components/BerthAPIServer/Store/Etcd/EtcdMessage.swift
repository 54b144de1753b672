import NIOCore

/// Writes a message of etcd's protobuf (https://protobuf.dev/programming-guides/encoding/), field by field.
///
/// All fields that we name have numbers below 16, so that a tag is one byte.
struct EtcdMessage: Sendable {
    /// What is written so far.
    private(set) var bytes = ByteBuffer()

    mutating func number(_ field: UInt8, _ value: Int64) {
        bytes.writeInteger(field << 3)
        varint(UInt64(bitPattern: value))
    }

    mutating func bool(_ field: UInt8, _ value: Bool) { number(field, value ? 1 : 0) }

    mutating func text(_ field: UInt8, _ text: String) { self.bytes(field, Array(text.utf8)) }

    mutating func bytes(_ field: UInt8, _ value: [UInt8]) {
        begin(field, length: value.count)
        bytes.writeBytes(value)
    }

    mutating func buffer(_ field: UInt8, _ value: ByteBuffer) {
        begin(field, length: value.readableBytes)
        bytes.writeImmutableBuffer(value)
    }

    /// A message inside this one.
    mutating func message(_ field: UInt8, _ write: (inout EtcdMessage) -> Void) {
        var inner = EtcdMessage()
        write(&inner)
        buffer(field, inner.bytes)
    }

    private mutating func begin(_ field: UInt8, length: Int) {
        bytes.writeInteger(field << 3 | 2)
        varint(UInt64(length))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.writeInteger(UInt8(truncatingIfNeeded: rest))
    }
}
