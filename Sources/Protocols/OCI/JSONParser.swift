/// Reads JSON (RFC 8259) from untrusted bytes, strictly: no duplicate names, no invalid UTF-8, no lone surrogates, nothing behind
/// the value, and no deeper than `depthLimit`, so that no two readers can understand the bytes differently.
package struct JSONParser {
    /// How deep arrays and objects may nest.
    package static let depthLimit = 32

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The one value in `bytes`, or `nil` when they are not JSON within the limits.
    package static func parse(_ bytes: UnsafeRawBufferPointer) -> JSONValue? {
        bytes.withMemoryRebound(to: UInt8.self) { bytes in
            var parser = JSONParser(bytes)
            parser.skipSpace()
            guard let value = parser.value() else { return nil }
            parser.skipSpace()
            return parser.position == bytes.count ? value : nil
        }
    }

    /// The one value in `bytes`, or `nil` when they are not JSON within the limits.
    package static func parse(_ bytes: [UInt8]) -> JSONValue? {
        bytes.withUnsafeBytes { parse($0) }
    }

    private var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length else { return false }
        for offset in 0..<length where bytes[position + offset] != word.utf8Start[offset] { return false }
        position += length
        return true
    }

    private mutating func value() -> JSONValue? {
        switch current {
        case 0x7b: object()
        case 0x5b: array()
        case 0x22: string().map(JSONValue.string)
        case 0x74: take(word: "true") ? .bool(true) : nil
        case 0x66: take(word: "false") ? .bool(false) : nil
        case 0x6e: take(word: "null") ? .null : nil
        default: number()
        }
    }

    private mutating func object() -> JSONValue? {
        guard take(0x7b), depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        var members: [JSONMember] = []
        var names: Set<[UInt8]> = []
        skipSpace()
        if take(0x7d) { return .object(members) }
        while true {
            skipSpace()
            guard let name = string(), names.insert(Array(name.utf8)).inserted else { return nil }
            skipSpace()
            guard take(0x3a) else { return nil }
            skipSpace()
            guard let value = value() else { return nil }
            members.append(JSONMember(name, value))
            skipSpace()
            if take(0x7d) { return .object(members) }
            guard take(0x2c) else { return nil }
        }
    }

    private mutating func array() -> JSONValue? {
        guard take(0x5b), depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        var values: [JSONValue] = []
        skipSpace()
        if take(0x5d) { return .array(values) }
        while true {
            skipSpace()
            guard let value = value() else { return nil }
            values.append(value)
            skipSpace()
            if take(0x5d) { return .array(values) }
            guard take(0x2c) else { return nil }
        }
    }

    private mutating func number() -> JSONValue? {
        let start = position
        _ = take(0x2d)
        if !take(0x30) {
            guard digits() else { return nil }
        }
        if take(0x2e), !digits() { return nil }
        if take(0x65) || take(0x45) {
            if !take(0x2b) { _ = take(0x2d) }
            guard digits() else { return nil }
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = current, byte >= 0x30 && byte <= 0x39 { position += 1 }
        return position > start
    }

    private mutating func string() -> String? {
        guard take(0x22) else { return nil }
        let start = position
        while let byte = current, byte != 0x22, byte != 0x5c {
            guard byte >= 0x20 else { return nil }
            position += 1
        }
        guard current == 0x5c else {
            let plain = String(validating: bytes[start..<position], as: UTF8.self)
            return take(0x22) ? plain : nil
        }
        var decoded = Array(bytes[start..<position])
        while let byte = current {
            position += 1
            switch byte {
            case 0x22: return String(validating: decoded, as: UTF8.self)
            case 0x5c:
                guard let scalar = escape() else { return nil }
                decoded.append(contentsOf: Array(String(scalar).utf8))
            case 0..<0x20: return nil
            default: decoded.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = current else { return nil }
        position += 1
        switch byte {
        case 0x22, 0x5c, 0x2f: return Unicode.Scalar(byte)
        case 0x62: return Unicode.Scalar(0x08 as UInt8)
        case 0x66: return Unicode.Scalar(0x0c as UInt8)
        case 0x6e: return Unicode.Scalar(0x0a as UInt8)
        case 0x72: return Unicode.Scalar(0x0d as UInt8)
        case 0x74: return Unicode.Scalar(0x09 as UInt8)
        case 0x75:
            guard let high = hexadecimal() else { return nil }
            guard high >= 0xd800, high < 0xdc00 else { return Unicode.Scalar(high) }
            guard take(0x5c), take(0x75), let low = hexadecimal(), low >= 0xdc00, low < 0xe000 else { return nil }
            return Unicode.Scalar(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
