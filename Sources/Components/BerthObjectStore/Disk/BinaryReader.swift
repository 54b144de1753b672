import CChecksum

/// Takes values out of bytes that a disk may have changed: each read is checked, nothing traps.
struct BinaryReader {
    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
        end = bytes.count
    }

    /// Reads bytes that end in the seal of ``BinaryWriter/seal(salt:)``, or throws `damaged` if it is broken.
    init(sealed bytes: [UInt8], salt: [UInt8] = []) throws(StoreError) {
        guard bytes.count >= 4 else { throw .damaged }
        self.init(bytes, offset: bytes.count - 4, end: bytes.count)
        let seal: UInt32 = try integer()
        let body = bytes.count - 4
        guard BinaryWriter.sum(salt, bytes[..<body]) == seal else { throw .damaged }
        self = Self(bytes, offset: 0, end: body)
    }

    private init(_ bytes: [UInt8], offset: Int, end: Int) {
        self.bytes = bytes
        self.offset = offset
        self.end = end
    }

    var isAtEnd: Bool { offset == end }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
        let size = Value.bitWidth / 8
        guard end - offset >= size else { throw .damaged }
        var value: Value = 0
        for index in (0..<size).reversed() { value = (value << 8) | Value(truncatingIfNeeded: bytes[offset + index]) }
        offset += size
        return value
    }

    mutating func flag() throws(StoreError) -> Bool {
        let byte: UInt8 = try integer()
        guard byte <= 1 else { throw .damaged }
        return byte == 1
    }

    mutating func raw(_ count: Int) throws(StoreError) -> [UInt8] {
        guard count >= 0, end - offset >= count else { throw .damaged }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    mutating func blob() throws(StoreError) -> [UInt8] {
        let count: UInt32 = try integer()
        return try raw(Int(count))
    }

    mutating func text() throws(StoreError) -> String {
        guard let text = String(validating: try blob(), as: UTF8.self) else { throw .damaged }
        return text
    }

    mutating func list<Element>(
        _ body: (inout Self) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        let count: UInt32 = try integer()
        // Every element has at least one byte, so a broken count cannot make room for more than there is.
        guard Int(count) <= end - offset else { throw .damaged }
        var values: [Element] = []
        values.reserveCapacity(Int(count))
        for _ in 0..<count { values.append(try body(&self)) }
        return values
    }

    mutating func optional<Value>(
        _ body: (inout Self) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        try flag() ? try body(&self) : nil
    }
}
