import S3
import Testing

@Suite struct `A checksum` {
    @Test(arguments: [
        (ChecksumAlgorithm.crc32, "y/Q5Jg=="), (.crc32c, "4waSgw=="), (.crc64nvme, "rosUhgp5mIg="),
        (.sha1, "98O8HSKF4hPBiwZZVO/MmIL+kpQ="), (.sha256, "FeKw09lZ8AHmKkg+OF29bO2E1+zo2EuTJOqA6tF+nyU="),
    ])
    func `of known bytes is the known one, in pieces too`(algorithm: ChecksumAlgorithm, text: String) throws {
        let bytes = Array("123456789".utf8)
        var whole = ChecksumHasher(algorithm)
        whole.update(bytes)
        var pieces = ChecksumHasher(algorithm)
        for byte in bytes { pieces.update([byte]) }
        #expect(pieces.finish() == whole.finish())
        if algorithm.isLinear { #expect(whole.finish().text == text) }
        #expect(whole.finish().bytes.count == algorithm.byteCount)
        #expect(Checksum(algorithm, text: whole.finish().text) == whole.finish())
    }

    @Test(arguments: [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme])
    func `of the whole follows from those of the parts`(algorithm: ChecksumAlgorithm) throws {
        let parts: [[UInt8]] = [Array(repeating: 7, count: 1000), [], Array("abc".utf8), Array(0...255)]
        var whole = ChecksumHasher(algorithm)
        for part in parts { whole.update(part) }
        let sums = parts.map { part in
            var hasher = ChecksumHasher(algorithm)
            hasher.update(part)
            return (checksum: hasher.finish(), length: UInt64(part.count))
        }
        #expect(Checksum.joined(sums, algorithm: algorithm) == whole.finish())
    }

    @Test func `of parts carries their number`() throws {
        var hasher = ChecksumHasher(.sha256)
        hasher.update([1, 2, 3])
        let composite = try #require(Checksum.composite(of: [hasher.finish(), hasher.finish()], algorithm: .sha256))
        #expect(composite.text.hasSuffix("-2"))
        #expect(composite.kind == .composite)
        #expect(Checksum(.sha256, text: composite.text) == composite)
    }

    @Test(arguments: ["", "AAAA", "AAAAAA=", "AAAAAB==", "AAAAAA==-0", "AAAAAA==-x", "AAAAAA==-10001", " AAAAAA=="])
    func `refuses what is none`(text: String) {
        #expect(Checksum(.crc32, text: text) == nil)
    }
}
