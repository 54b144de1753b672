/// The tokens of a JSON text over its bytes.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next byte that is no white space, which stays; nil at the end.
    @inline(__always)
    mutating func nextByte() -> UInt8? {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            offset += 1
        }
        return nil
    }

    /// Passes the byte that ``nextByte()`` has shown.
    @inline(__always)
    mutating func advance() { offset += 1 }

    /// Passes the next byte if it is this one.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard nextByte() == byte else { return false }
        offset += 1
        return true
    }

    /// What to throw where the next byte does not belong.
    mutating func unexpected(_ place: String) -> JSONError {
        guard let byte = nextByte() else { return .unexpectedEnd }
        let shown =
            (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "0x\(String(byte, radix: 16))"
        return .syntax("invalid character \(shown) \(place)", offset: offset)
    }

    /// A fingerprint of some bytes: of those that differ most names do too.
    func fingerprint(from start: Int, to end: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: end - start) &* 0x9e37_79b9_7f4a_7c15
        var index = start
        while index < end {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
            // an escape can spell the same name with other bytes
            if bytes[index] == UInt8(ascii: "\\") { return 0 }
            index += 1
        }
        return hash
    }

    /// Reads a string whose opening quote is next.
    mutating func string() throws(JSONError) -> String {
        let start = offset + 1
        var index = start
        var union: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            union |= byte
            if byte == UInt8(ascii: "\"") {
                offset = index + 1
                let text = UnsafeBufferPointer(rebasing: bytes[start..<index])
                // ASCII has nothing to be validated, and this way is much the faster one
                guard union >= 0x80 else { return String(decoding: text, as: UTF8.self) }
                guard let string = String(validating: text, as: UTF8.self) else { throw .invalidText(offset: start) }
                return string
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start, firstEscape: index) }
            if byte < 0x20 {
                offset = index
                throw .syntax("invalid control character in string", offset: index)
            }
            index += 1
        }
        throw .unexpectedEnd
    }

    private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<firstEscape])
        offset = firstEscape
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw .invalidText(offset: start) }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case ..<0x20: throw .syntax("invalid control character in string", offset: offset - 1)
            default: text.append(byte)
            }
        }
        throw .unexpectedEnd
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard offset < bytes.count else { throw .unexpectedEnd }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try unicode(into: &text)
        default:
            offset -= 1
            throw unexpected("in string escape code")
        }
    }

    private mutating func unicode(into text: inout [UInt8]) throws(JSONError) {
        let start = offset - 2
        var code = UInt32(try hexadecimal())
        if (0xD800..<0xDC00).contains(code) {
            guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
            else { throw .invalidText(offset: start) }
            offset += 2
            let low = UInt32(try hexadecimal())
            guard (0xDC00..<0xE000).contains(low) else { throw .invalidText(offset: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .invalidText(offset: start) }
        text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard offset < bytes.count else { throw .unexpectedEnd }
            let byte = bytes[offset]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw unexpected("in \\u hexadecimal character escape")
            }
            code = code << 4 | UInt16(digit)
            offset += 1
        }
        return code
    }

    /// Reads `null`, `true`, `false` or a number.
    mutating func literal() throws(JSONError) -> JSONValue {
        switch nextByte() {
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        default: throw unexpected("looking for beginning of value")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count else { throw .unexpectedEnd }
            guard bytes[offset] == word.utf8Start[index] else { throw unexpected("in literal \(word)") }
            offset += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = offset
        let isNegative = bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        let first = offset
        var magnitude: UInt64 = 0
        var fits = true
        while let digit = digit() {
            let (shifted, over) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, overSum) = shifted.addingReportingOverflow(UInt64(digit))
            if over || overSum { fits = false }
            magnitude = sum
            offset += 1
        }
        guard offset > first else { throw unexpected("in numeric literal") }
        if bytes[first] == UInt8(ascii: "0"), offset > first + 1 {
            offset = first + 1
            throw unexpected("after a leading zero")
        }
        var isInteger = true
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits()
        }
        if isInteger, fits {
            if !isNegative, let integer = Int64(exactly: magnitude) { return .integer(integer) }
            if isNegative, magnitude > 0, magnitude <= UInt64(Int64.max) + 1 {
                return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
            }
        }
        return .decimal(String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private func digit() -> UInt8? {
        guard offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) else { return nil }
        return bytes[offset] - UInt8(ascii: "0")
    }

    private mutating func digits() throws(JSONError) {
        guard digit() != nil else { throw unexpected("in numeric literal") }
        while digit() != nil { offset += 1 }
    }
}
