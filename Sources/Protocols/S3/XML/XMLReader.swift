/// A pull parser for the small, regular documents of S3: no document types, no entities but the five, no recursion.
///
/// XML 1.0 (fifth edition), the subset that needs no declarations. Names lose their namespace prefix.
package struct XMLReader {
    /// What is met, in the order of the document.
    package enum Event: Hashable, Sendable {
        case start(String)
        case text(String)
        case end(String)
    }

    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0
    private var open: [ArraySlice<UInt8>] = []
    private var pendingEnd: String?
    private var hasRoot = false

    /// A reader over a document of at most `sizeLimit` bytes whose elements are nested at most `depthLimit` deep.
    package init(_ bytes: [UInt8], sizeLimit: Int = 4 << 20, depthLimit: Int = 16) throws(XMLError) {
        guard bytes.count <= sizeLimit else { throw .tooLarge }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        self.bytes = bytes
        self.depthLimit = depthLimit
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try skipDeclaration()
    }

    /// The next event, or nil at the end of a document with exactly one root element.
    package mutating func next() throws(XMLError) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let text = try text()
                if !open.isEmpty { return .text(text) }
                guard text.utf8.allSatisfy(Self.isSpace) else { throw .malformed }
                continue
            }
            if starts(with: "<!--") {
                try skip(past: "-->")
            } else if starts(with: "<![CDATA[") {
                guard !open.isEmpty else { throw .malformed }
                position += 9
                let start = position
                try skip(past: "]]>")
                return .text(String(decoding: bytes[start..<(position - 3)], as: UTF8.self))
            } else if starts(with: "<!") || starts(with: "<?") {
                throw .forbidden
            } else if starts(with: "</") {
                return .end(try endTag())
            } else {
                return .start(try startTag())
            }
        }
        guard open.isEmpty, hasRoot else { throw .malformed }
        return nil
    }

    private mutating func startTag() throws(XMLError) -> String {
        guard !(open.isEmpty && hasRoot) else { throw .malformed }
        hasRoot = true
        position += 1
        let name = try name()
        var attributes: Set<ArraySlice<UInt8>> = []
        while true {
            let hadSpace = skipSpace()
            guard position < bytes.count else { throw .malformed }
            switch bytes[position] {
            case UInt8(ascii: ">"):
                position += 1
                guard open.count < depthLimit else { throw .tooDeep }
                open.append(name)
                return Self.local(name)
            case UInt8(ascii: "/"):
                guard starts(with: "/>") else { throw .malformed }
                position += 2
                guard open.count < depthLimit else { throw .tooDeep }
                pendingEnd = Self.local(name)
                return Self.local(name)
            default:
                guard hadSpace, attributes.count < 32, attributes.insert(try self.name()).inserted else {
                    throw .malformed
                }
                try skipAttributeValue()
            }
        }
    }

    private mutating func endTag() throws(XMLError) -> String {
        position += 2
        let name = try name()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ">"), open.popLast() == name else {
            throw .malformed
        }
        position += 1
        return Self.local(name)
    }

    private mutating func skipAttributeValue() throws(XMLError) {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { throw .malformed }
        position += 1
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else { throw .malformed }
        let quote = bytes[position]
        position += 1
        while position < bytes.count, bytes[position] != quote {
            guard bytes[position] != UInt8(ascii: "<") else { throw .malformed }
            position += 1
        }
        guard position < bytes.count else { throw .malformed }
        position += 1
    }

    /// The text up to the next tag, references resolved and line ends made newlines.
    private mutating func text() throws(XMLError) -> String {
        var result: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            switch bytes[position] {
            case UInt8(ascii: "&"): result += try reference()
            case UInt8(ascii: "\r"):
                position += 1
                if position >= bytes.count || bytes[position] != UInt8(ascii: "\n") {
                    result.append(UInt8(ascii: "\n"))
                }
            case 0: throw .malformed
            case let byte:
                result.append(byte)
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func reference() throws(XMLError) -> [UInt8] {
        let rest = bytes[position...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw .malformed }
        let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        position = end + 1
        switch name {
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "amp": return [UInt8(ascii: "&")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default: break
        }
        guard name.hasPrefix("#") else { throw .forbidden }
        let isHex = name.hasPrefix("#x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ isHex ? Hex.value($0) != nil : Hex.isDecimal($0) }),
            let value = UInt32(digits, radix: isHex ? 16 : 10), value > 0, let scalar = Unicode.Scalar(value)
        else { throw .malformed }
        return Array(String(scalar).utf8)
    }

    private mutating func name() throws(XMLError) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        let name = bytes[start..<position]
        guard let first = name.first, name.count <= 128, !Hex.isDecimal(first), first != UInt8(ascii: "-"),
            first != UInt8(ascii: ".")
        else { throw .malformed }
        return name
    }

    private mutating func skipDeclaration() throws(XMLError) {
        skipSpace()
        guard starts(with: "<?xml"), position + 5 < bytes.count, Self.isSpace(bytes[position + 5]) else { return }
        let start = position
        try skip(past: "?>")
        let text = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        guard !text.contains("encoding") || text.contains("utf-8") || text.contains("us-ascii") else {
            throw .forbidden
        }
    }

    private mutating func skip(past mark: String) throws(XMLError) {
        let mark = Array(mark.utf8)
        while position + mark.count <= bytes.count {
            if bytes[position..<(position + mark.count)].elementsEqual(mark) {
                position += mark.count
                return
            }
            position += 1
        }
        throw .malformed
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    private func starts(with mark: String) -> Bool {
        bytes[position...].starts(with: mark.utf8)
    }

    private static func local(_ name: ArraySlice<UInt8>) -> String {
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return String(decoding: local, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...: true
        default: false
        }
    }
}
