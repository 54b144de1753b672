import CChecksum

/// Puts values into bytes, little-endian and with lengths in front; what ``BinaryReader`` reads.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    mutating func blob(_ value: [UInt8]) {
        integer(UInt32(truncatingIfNeeded: value.count))
        bytes.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        let utf8 = value.utf8
        integer(UInt32(truncatingIfNeeded: utf8.count))
        bytes.append(contentsOf: utf8)
    }

    mutating func list<Element>(_ values: [Element], _ body: (inout Self, Element) -> Void) {
        integer(UInt32(truncatingIfNeeded: values.count))
        for value in values { body(&self, value) }
    }

    mutating func optional<Value>(_ value: Value?, _ body: (inout Self, Value) -> Void) {
        flag(value != nil)
        if let value { body(&self, value) }
    }

    /// Appends the CRC32C of `salt` and all bytes so far.
    mutating func seal(salt: [UInt8] = []) {
        integer(Self.sum(salt, bytes))
    }

    /// The CRC32C of two pieces one after the other.
    static func sum(_ salt: some Collection<UInt8>, _ bytes: some Collection<UInt8>) -> UInt32 {
        func extend(_ sum: UInt32, _ bytes: some Collection<UInt8>) -> UInt32 {
            bytes.withContiguousStorageIfAvailable { berth_crc32c(sum, $0.baseAddress, $0.count) }
                ?? Array(bytes).withUnsafeBytes { berth_crc32c(sum, $0.baseAddress, $0.count) }
        }
        return extend(extend(0, salt), bytes)
    }
}
