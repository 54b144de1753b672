/// Builds protobuf messages for tests.
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    /// A field with the bytes of a text, or with a message.
    func field(_ number: UInt64, _ content: [UInt8]) -> Self {
        var copy = self
        copy.varint(number << 3 | 2)
        copy.varint(UInt64(content.count))
        copy.bytes += content
        return copy
    }

    func field(_ number: UInt64, _ text: String) -> Self { field(number, Array(text.utf8)) }
    func field(_ number: UInt64, _ message: Self) -> Self { field(number, message.bytes) }
    func field(_ number: UInt64, _ integer: Int64) -> Self {
        var copy = self
        copy.varint(number << 3)
        copy.varint(UInt64(bitPattern: integer))
        return copy
    }

    func entry(_ number: UInt64, _ key: String, _ value: String) -> Self {
        field(number, ProtobufMessage().field(1, key).field(2, value))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// This message as a body of its kind.
    func enveloped(_ apiVersion: String, _ kind: String) -> [UInt8] {
        let type = ProtobufMessage().field(1, apiVersion).field(2, kind)
        return [0x6B, 0x38, 0x73, 0] + ProtobufMessage().field(1, type).field(2, self).field(3, "").field(4, "").bytes
    }

    /// Metadata as clients write it, with all its zero values.
    static func metadata(_ name: String) -> Self {
        ProtobufMessage().field(1, name).field(2, "").field(3, "sandbox-1").field(4, "").field(5, "").field(6, "")
            .field(7, 0).field(8, "")
    }
}
