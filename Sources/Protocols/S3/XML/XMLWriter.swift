/// Writes a document; all text is escaped.
///
/// Characters that XML 1.0 does not know are written as references, as S3 does it.
package struct XMLWriter: Sendable {
    /// The namespace of S3's documents.
    package static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    private static let declaration = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)

    /// What was written.
    package private(set) var bytes: [UInt8]

    /// A document that begins with its declaration.
    package init() {
        bytes = Self.declaration
    }

    /// The document of one root element with what `content` writes in it.
    package static func document(
        _ root: String,
        namespace: String? = namespace,
        _ content: (inout XMLWriter) -> Void
    ) -> [UInt8] {
        var writer = XMLWriter()
        writer.element(root, attributes: namespace.map { ["xmlns": $0] } ?? [:], content)
        return writer.bytes
    }

    /// An element with what `content` writes in it.
    package mutating func element(
        _ name: String,
        attributes: KeyValuePairs<String, String> = [:],
        _ content: (inout XMLWriter) -> Void
    ) {
        bytes.append(UInt8(ascii: "<"))
        bytes += name.utf8
        for (name, value) in attributes {
            bytes += " \(name)=\"".utf8
            append(escaped: value.utf8)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
        content(&self)
        bytes += "</".utf8
        bytes += name.utf8
        bytes.append(UInt8(ascii: ">"))
    }

    /// An element with text in it.
    package mutating func element(_ name: String, _ text: some StringProtocol) {
        element(name) { $0.append(escaped: text.utf8) }
    }

    /// Text in the element that is being written.
    package mutating func text(_ text: some StringProtocol) {
        append(escaped: text.utf8)
    }

    /// An element with a number in it.
    package mutating func element(_ name: String, _ number: some FixedWidthInteger) {
        element(name, String(number))
    }

    /// An element with `true` or `false` in it.
    package mutating func element(_ name: String, _ flag: Bool) {
        element(name, flag ? "true" : "false")
    }

    /// An element with UTF-8 in it.
    package mutating func element(_ name: String, bytes text: [UInt8]) {
        element(name) { $0.append(escaped: text) }
    }

    /// Whether XML 1.0 has no way to write these bytes as text: control characters, U+FFFE, U+FFFF, malformed UTF-8.
    package static func cannotExpress(_ text: [UInt8]) -> Bool {
        guard let string = String(validating: text, as: UTF8.self) else { return true }
        return string.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0..<0x20, 0xFFFE, 0xFFFF: true
            default: false
            }
        }
    }

    private mutating func append(escaped text: some Sequence<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case 0..<0x20: bytes += "&#\(byte);".utf8
            default: bytes.append(byte)
            }
        }
    }
}
