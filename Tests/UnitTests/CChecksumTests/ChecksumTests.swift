import CChecksum
import Testing

@Suite struct `A cyclic checksum` {
    @Test func `has the check values of its catalogue`() {
        let text = Array("123456789".utf8)
        #expect(berth_crc32(0, text, text.count) == 0xCBF4_3926)
        #expect(berth_crc32c(0, text, text.count) == 0xE306_9283)
        #expect(berth_crc64nvme(0, text, text.count) == 0xAE8B_1486_0A79_9888)
    }

    @Test func `of nothing is zero`() {
        #expect(berth_crc32(0, nil, 0) == 0)
        #expect(berth_crc32c(0, nil, 0) == 0)
        #expect(berth_crc64nvme(0, nil, 0) == 0)
    }

    @Test func `is the same by instructions and by tables, at any length and alignment`() {
        let bytes = Self.noise(1400)
        bytes.withUnsafeBytes { buffer in
            for length in 0..<1200 {
                for offset in 0..<3 {
                    let start = buffer.baseAddress?.advanced(by: offset)
                    #expect(berth_crc32(7, start, length) == berth_crc32_portable(7, start, length))
                    #expect(berth_crc32c(7, start, length) == berth_crc32c_portable(7, start, length))
                    #expect(berth_crc64nvme(7, start, length) == berth_crc64nvme_portable(7, start, length))
                }
            }
        }
    }

    @Test(arguments: [0, 1, 7, 64, 500, 1000])
    func `goes on from where it stopped, and combines`(cut: Int) {
        let bytes = Self.noise(1000)
        let head = Array(bytes[..<cut])
        let tail = Array(bytes[cut...])
        #expect(berth_crc32(berth_crc32(0, head, cut), tail, tail.count) == berth_crc32(0, bytes, 1000))
        #expect(berth_crc32c(berth_crc32c(0, head, cut), tail, tail.count) == berth_crc32c(0, bytes, 1000))
        #expect(berth_crc64nvme(berth_crc64nvme(0, head, cut), tail, tail.count) == berth_crc64nvme(0, bytes, 1000))
        let count = UInt64(tail.count)
        #expect(
            berth_crc32_combine(berth_crc32(0, head, cut), berth_crc32(0, tail, tail.count), count)
                == berth_crc32(0, bytes, 1000)
        )
        #expect(
            berth_crc32c_combine(berth_crc32c(0, head, cut), berth_crc32c(0, tail, tail.count), count)
                == berth_crc32c(0, bytes, 1000)
        )
        #expect(
            berth_crc64nvme_combine(berth_crc64nvme(0, head, cut), berth_crc64nvme(0, tail, tail.count), count)
                == berth_crc64nvme(0, bytes, 1000)
        )
    }

    private static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}
