import CChecksum
import Crypto
import S3

/// All sums over one content in one pass: what the store keeps itself, and what the client asked for.
struct ContentHasher: Sendable {
    private(set) var size: Int64 = 0
    private(set) var sum: UInt64 = 0
    private var blockSums: [UInt32] = []
    private var blockSum: UInt32 = 0
    private var blockFill = 0
    private var md5: Insecure.MD5?
    private let wanted: Set<ChecksumAlgorithm>
    private var hashers: [ChecksumHasher]

    init(checksums: Set<ChecksumAlgorithm>, md5: Bool) {
        wanted = checksums
        // The two that the store computes anyway are not computed twice.
        hashers = checksums.subtracting([.crc64nvme, .crc32c]).map { ChecksumHasher($0) }
        self.md5 = md5 ? Insecure.MD5() : nil
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sum = berth_crc64nvme(sum, bytes.baseAddress, bytes.count)
        md5?.update(bufferPointer: bytes)
        for index in hashers.indices { hashers[index].update(bytes) }
        size += Int64(bytes.count)
        var rest = bytes
        while !rest.isEmpty {
            let count = min(rest.count, ContentFooter.blockSize - blockFill)
            blockSum = berth_crc32c(blockSum, rest.baseAddress, count)
            blockFill += count
            if blockFill == ContentFooter.blockSize { closeBlock() }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// The CRC64NVME of some bytes.
    static func sum(_ bytes: [UInt8]) -> UInt64 { berth_crc64nvme(0, bytes, bytes.count) }

    private mutating func closeBlock() {
        blockSums.append(blockSum)
        blockSum = 0
        blockFill = 0
    }

    /// The sums of everything so far.
    func finish() -> ContentSums {
        var copy = self
        if copy.blockFill > 0 { copy.closeBlock() }
        var results = hashers.map { $0.finish() }
        let whole = copy.wholeCRC32C()
        if wanted.contains(.crc64nvme), let value = Self.checksum(.crc64nvme, sum) { results.append(value) }
        if wanted.contains(.crc32c), let value = Self.checksum(.crc32c, whole) { results.append(value) }
        return ContentSums(
            size: size,
            sum: sum,
            crc32c: whole,
            blockSums: copy.blockSums,
            md5: md5.map { Array($0.finalize()) },
            checksums: results
        )
    }

    private func wholeCRC32C() -> UInt32 {
        var whole: UInt32 = 0
        var rest = UInt64(size)
        for sum in blockSums {
            let count = min(rest, UInt64(ContentFooter.blockSize))
            whole = berth_crc32c_combine(whole, sum, count)
            rest -= count
        }
        return whole
    }

    private static func checksum(_ algorithm: ChecksumAlgorithm, _ value: some FixedWidthInteger) -> Checksum? {
        Checksum(algorithm, bytes: withUnsafeBytes(of: value.bigEndian) { Array($0) })
    }
}
