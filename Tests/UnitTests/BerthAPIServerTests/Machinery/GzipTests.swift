import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `A gzip body` {
    /// `berth` as gzip makes it, without name and time.
    private static let member: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x4B, 0x4A, 0x2D, 0x2A, 0xC9, 0x00, 0x00, 0xA7,
        0x3D,
        0x67, 0x76, 0x05, 0x00, 0x00, 0x00,
    ]

    private func inflate(_ bytes: [UInt8], limit: Int = 1024) throws(Gzip.Failure) -> String {
        String(buffer: try Gzip.inflate(ByteBuffer(bytes: bytes), limit: limit))
    }

    @Test func `is read, also of several members`() throws {
        #expect(try inflate(Self.member) == "berth")
        #expect(try inflate(Self.member + Self.member) == "berthberth")
    }

    @Test func `is refused beyond the limit`() {
        #expect(throws: Gzip.Failure.tooLarge) { try inflate(Self.member, limit: 4) }
    }

    @Test func `is refused when it is cut, changed or something else`() {
        for count in 0..<Self.member.count {
            #expect(throws: Gzip.Failure.malformed) { try inflate(Array(Self.member.prefix(count))) }
        }
        var changed = Self.member
        changed[17] ^= 1
        #expect(throws: Gzip.Failure.malformed) { try inflate(changed) }
        #expect(throws: Gzip.Failure.malformed) { try inflate(Array("{}".utf8)) }
    }
}
