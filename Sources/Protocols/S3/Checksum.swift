import CChecksum

/// The value of one checksum.
package struct Checksum: Hashable, Sendable {
    package let algorithm: ChecksumAlgorithm
    package let bytes: [UInt8]
    /// The number of parts, when this is a checksum of checksums.
    package let partCount: Int?

    /// The checksum with these bytes, if their number is the algorithm's.
    package init?(_ algorithm: ChecksumAlgorithm, bytes: [UInt8], partCount: Int? = nil) {
        guard bytes.count == algorithm.byteCount, partCount.map({ (1...10_000).contains($0) }) ?? true else {
            return nil
        }
        self.algorithm = algorithm
        self.bytes = bytes
        self.partCount = partCount
    }

    /// The checksum as clients write it: base64, for a composite one followed by `-` and the number of parts.
    package init?(_ algorithm: ChecksumAlgorithm, text: some StringProtocol) {
        let pieces = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let value = pieces.first, let bytes = Base64.decode(value) else { return nil }
        guard pieces.count == 2 else {
            self.init(algorithm, bytes: bytes)
            return
        }
        guard let count = Int(pieces[1]) else { return nil }
        self.init(algorithm, bytes: bytes, partCount: count)
    }

    init(trusted algorithm: ChecksumAlgorithm, bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
        partCount = nil
    }

    /// What the value covers.
    package var kind: ChecksumKind { partCount == nil ? .fullObject : .composite }

    /// The form of header fields and documents.
    package var text: String {
        let value = Base64.encode(bytes)
        return partCount.map { "\(value)-\($0)" } ?? value
    }

    /// The composite checksum over the checksums of parts, in their order.
    package static func composite(of parts: [Checksum], algorithm: ChecksumAlgorithm) -> Checksum? {
        guard parts.allSatisfy({ $0.algorithm == algorithm }) else { return nil }
        var hasher = ChecksumHasher(algorithm)
        for part in parts { hasher.update(part.bytes) }
        return Checksum(algorithm, bytes: hasher.finish().bytes, partCount: parts.count)
    }

    /// The checksum of the joined bytes of parts, from their checksums and lengths alone; nil unless all are `algorithm`, linear.
    package static func joined(
        _ parts: [(checksum: Checksum, length: UInt64)],
        algorithm: ChecksumAlgorithm
    ) -> Checksum? {
        guard algorithm.isLinear else { return nil }
        var sum: UInt64 = 0
        for part in parts {
            guard part.checksum.algorithm == algorithm, part.checksum.partCount == nil else { return nil }
            let value = part.checksum.bytes.reduce(0) { $0 << 8 | UInt64($1) }
            switch algorithm {
            case .crc32:
                let (first, second) = (UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: value))
                sum = UInt64(berth_crc32_combine(first, second, part.length))
            case .crc32c:
                let (first, second) = (UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: value))
                sum = UInt64(berth_crc32c_combine(first, second, part.length))
            case .crc64nvme: sum = berth_crc64nvme_combine(sum, value, part.length)
            case .sha1, .sha256: return nil
            }
        }
        let bytes = (0..<algorithm.byteCount).reversed().map { UInt8(truncatingIfNeeded: sum >> (UInt64($0) * 8)) }
        return Checksum(algorithm, bytes: bytes)
    }
}
