import Kubernetes

/// A name that equals another only byte by byte.
///
/// `String` takes canonically equivalent texts for one; two users may differ in nothing else.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether the bytes begin with those of `prefix`.
    func beginsExactly(with prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

    /// The text in double quotes, as Go's `%q` writes it.
    var quoted: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                text += "\\x" + (hex.utf8.count == 1 ? "0" : "") + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension [String] {
    /// Whether one of the elements is exactly `text`.
    func holds(_ text: String) -> Bool { contains { $0.hasSameBytes(as: text) } }

    /// Whether one of the elements is `*`.
    var holdsWildcard: Bool { contains { $0.utf8.count == 1 && $0.utf8.first == UInt8(ascii: "*") } }

    /// Go's `%q` of a list: `["a" "b"]`.
    var quoted: String { "[" + map(\.quoted).joined(separator: " ") + "]" }
}
