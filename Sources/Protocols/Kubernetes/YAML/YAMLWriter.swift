/// Writes a tree as a YAML document in block form, members by their names, as the field's tools do.
///
/// A text that could be read as something else, or goes over lines, stands in quotes.
package struct YAMLWriter {
    /// UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// So many bytes are written, and some more, before the rest is left out.
    private let limit: Int

    package init(limit: Int = .max) { self.limit = limit }

    /// Whether something may have been left out: what lies deep is written with much space before it.
    package var isTooLarge: Bool { bytes.count > limit }

    package mutating func write(_ value: JSONValue) {
        write(value, indent: 0, isInline: false)
        if bytes.last != UInt8(ascii: "\n") { put("\n") }
    }

    /// `isInline` is behind a dash, where the first member stands on the same line.
    private mutating func write(_ value: JSONValue, indent: Int, isInline: Bool) {
        switch value {
        case .object(let object) where !object.isEmpty:
            let members = object.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            for (index, member) in members.enumerated() {
                guard !isTooLarge else { return }
                if index > 0 || !isInline { pad(indent) }
                scalar(member.name)
                put(":")
                below(member.value, indent: indent)
            }
        case .array(let array) where !array.isEmpty:
            for (index, element) in array.enumerated() {
                guard !isTooLarge else { return }
                if index > 0 || !isInline { pad(indent) }
                put("- ")
                write(element, indent: indent + 2, isInline: true)
                endLine()
            }
        case .object: put("{}")
        case .array: put("[]")
        case .string(let text): scalar(text)
        case .null, .bool, .integer, .decimal: put(value.serialized())
        }
    }

    /// The value of a member: on its line, or below; a list's dashes stand below the name.
    private mutating func below(_ value: JSONValue, indent: Int) {
        switch value {
        case .object(let object) where !object.isEmpty:
            put("\n")
            write(value, indent: indent + 2, isInline: false)
        case .array(let array) where !array.isEmpty:
            put("\n")
            write(value, indent: indent, isInline: false)
        default:
            put(" ")
            write(value, indent: indent, isInline: true)
            put("\n")
        }
    }

    private mutating func endLine() {
        if bytes.last != UInt8(ascii: "\n") { put("\n") }
    }

    private mutating func pad(_ indent: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func scalar(_ text: String) {
        put(Self.isPlain(text) ? text : Self.quoted(text))
    }

    /// A JSON text, in which what ends lines in YAML only, or may not stand there as it is, is escaped too.
    private static func quoted(_ text: String) -> String {
        let json = JSONValue.string(text).serialized()
        guard json.unicodeScalars.contains(where: isSpecial) else { return json }
        var escaped = ""
        for scalar in json.unicodeScalars {
            if isSpecial(scalar) {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Whether a text means itself without quotes: it begins as a word does and no reader takes it for anything else.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= 1024 else { return false }
        guard isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "_"),
            last != UInt8(ascii: " "), last != UInt8(ascii: ":")
        else { return false }
        var previous = first
        for byte in bytes {
            let isSpaced = previous == UInt8(ascii: ":") || byte == UInt8(ascii: "#")
            if byte == UInt8(ascii: " "), previous == UInt8(ascii: ":") { return false }
            if isSpaced, byte == UInt8(ascii: "#") { return false }
            guard isLetter(byte) || (0x30...0x39).contains(byte) || marks.contains(byte) else { return false }
            previous = byte
        }
        if case .string? = YAMLScalar(text: text, tag: nil, isPlain: true).json { return true }
        return false
    }

    private static let marks = Set("._-/ :+=@~(),;".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte & 0xDF | 0x20) && byte < 0x80
    }
}
