/// Reads one JSON document.
struct PolicyJSONParser {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(PolicyError) -> PolicyJSON {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw .notJSON }
        return value
    }

    private mutating func value(depth: Int) throws(PolicyError) -> PolicyJSON {
        guard depth < Self.depthLimit else { throw .notJSON }
        skipSpace()
        guard position < bytes.count else { throw .notJSON }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(PolicyError) -> PolicyJSON {
        position += 1
        var members: [(name: String, value: PolicyJSON)] = []
        var names: Set<[UInt8]> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw .notJSON }
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else { throw .notJSON }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .notJSON }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw .notJSON }
        }
    }

    private mutating func array(depth: Int) throws(PolicyError) -> PolicyJSON {
        position += 1
        var values: [PolicyJSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(values) }
            guard take(UInt8(ascii: ",")) else { throw .notJSON }
        }
    }

    private mutating func string() throws(PolicyError) -> String {
        position += 1
        var result: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"): result += try escape()
            case 0..<0x20: throw .notJSON
            default: result.append(byte)
            }
        }
        throw .notJSON
    }

    private mutating func escape() throws(PolicyError) -> [UInt8] {
        guard position < bytes.count else { throw .notJSON }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): break
        default: throw .notJSON
        }
        var value = try codeUnit()
        if (0xD800..<0xDC00).contains(value) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .notJSON }
            let low = try codeUnit()
            guard (0xDC00..<0xE000).contains(low) else { throw .notJSON }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw .notJSON }
        return Array(String(scalar).utf8)
    }

    private mutating func codeUnit() throws(PolicyError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw .notJSON }
        var result: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Hex.value(byte) else { throw .notJSON }
            result = result << 4 | UInt32(digit)
        }
        position += 4
        return result
    }

    private mutating func number() throws(PolicyError) -> String {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || Hex.isDecimal(first), Double(text) != nil
        else { throw .notJSON }
        return text
    }

    private mutating func literal(_ text: String, _ value: PolicyJSON) throws(PolicyError) -> PolicyJSON {
        guard bytes[position...].starts(with: text.utf8) else { throw .notJSON }
        position += text.utf8.count
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
}
