import CChecksum
import Crypto

/// Computes one checksum over bytes that come in pieces.
package struct ChecksumHasher: Sendable {
    private enum State: Sendable {
        case crc32(UInt32)
        case crc32c(UInt32)
        case crc64nvme(UInt64)
        case sha1(Insecure.SHA1)
        case sha256(SHA256)
    }

    package let algorithm: ChecksumAlgorithm
    private var state: State

    package init(_ algorithm: ChecksumAlgorithm) {
        self.algorithm = algorithm
        state =
            switch algorithm {
            case .crc32: .crc32(0)
            case .crc32c: .crc32c(0)
            case .crc64nvme: .crc64nvme(0)
            case .sha1: .sha1(Insecure.SHA1())
            case .sha256: .sha256(SHA256())
            }
    }

    /// Takes the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        switch state {
        case .crc32(let sum): state = .crc32(berth_crc32(sum, bytes.baseAddress, bytes.count))
        case .crc32c(let sum): state = .crc32c(berth_crc32c(sum, bytes.baseAddress, bytes.count))
        case .crc64nvme(let sum): state = .crc64nvme(berth_crc64nvme(sum, bytes.baseAddress, bytes.count))
        case .sha1(var hash):
            state = .crc32(0)  // the only reference to the hash is ours again: no copy
            hash.update(bufferPointer: bytes)
            state = .sha1(hash)
        case .sha256(var hash):
            state = .crc32(0)
            hash.update(bufferPointer: bytes)
            state = .sha256(hash)
        }
    }

    /// Takes the next bytes.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The checksum of all bytes so far.
    package func finish() -> Checksum {
        let bytes: [UInt8] =
            switch state {
            case .crc32(let sum), .crc32c(let sum): Self.bigEndian(sum)
            case .crc64nvme(let sum): Self.bigEndian(sum)
            case .sha1(let hash): Array(hash.finalize())
            case .sha256(let hash): Array(hash.finalize())
            }
        return Checksum(trusted: algorithm, bytes: bytes)
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
