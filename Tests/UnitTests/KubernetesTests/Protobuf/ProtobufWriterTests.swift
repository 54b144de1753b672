import Testing

@testable import Kubernetes

@Suite struct `A written protobuf message` {
    @Test func `has the bytes of the encoding's own examples`() {
        var writer = ProtobufWriter()
        writer.integer(1, 150)
        writer.string(2, "testing")
        writer.message(3) { $0.integer(1, 150) }
        #expect(
            writer.bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [0x1A, 0x03, 0x08, 0x96, 0x01]
        )
    }

    @Test func `reads back by the cursor`() throws {
        var writer = ProtobufWriter()
        writer.bool(1, true)
        writer.integer(2, -1)
        writer.double(3, 1.5)
        writer.string(40, String(repeating: "x", count: 300))
        var cursor = ProtobufCursor(writer.bytes, 0..<writer.bytes.count)
        var seen: [UInt64] = []
        while let (number, value) = try cursor.next() {
            seen.append(number)
            switch (number, value) {
            case (1, .varint(let flag)): #expect(flag == 1)
            case (2, .varint(let integer)): #expect(integer == .max)
            case (3, .fixed): break
            case (40, .bytes(let range)): #expect(range.count == 300)
            default: Issue.record("field \(number)")
            }
        }
        #expect(seen == [1, 2, 3, 40])
        #expect(writer.bytes.dropFirst(13).prefix(9) == [0x19, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F])
    }
}
