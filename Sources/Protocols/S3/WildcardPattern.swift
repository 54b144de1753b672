/// A pattern of IAM: `*` is any run of bytes, also none and also across `/`; `?` is one character.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
package struct WildcardPattern: Hashable, Sendable {
    private enum Token: Hashable, Sendable {
        case byte(UInt8)
        case anyRun
        case anyOne
    }

    private var tokens: [Token]

    /// The pattern that `text` writes.
    package init(_ text: some StringProtocol) {
        tokens = []
        append(pattern: text)
    }

    /// The pattern that matches `text` only.
    package init(literal text: some StringProtocol) {
        tokens = text.utf8.map { .byte($0) }
    }

    /// Adds what `text` writes.
    package mutating func append(pattern text: some StringProtocol) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "*"): if tokens.last != .anyRun { tokens.append(.anyRun) }
            case UInt8(ascii: "?"): tokens.append(.anyOne)
            default: tokens.append(.byte(byte))
            }
        }
    }

    /// Adds `text` as it is.
    package mutating func append(literal text: some StringProtocol) {
        tokens += text.utf8.map { .byte($0) }
    }

    /// Whether the whole of `text` has the form of the pattern; in time at most the product of both lengths.
    package func matches(_ text: [UInt8], ignoringCase: Bool = false) -> Bool {
        var (at, position) = (0, 0)
        var restart: (token: Int, position: Int)?
        while position < text.count {
            if at < tokens.count {
                switch tokens[at] {
                case .anyRun:
                    restart = (at + 1, position)
                    at += 1
                    continue
                case .anyOne:
                    at += 1
                    position = Self.next(after: position, in: text)
                    continue
                case .byte(let byte) where Self.isSame(byte, text[position], ignoringCase):
                    at += 1
                    position += 1
                    continue
                case .byte: break
                }
            }
            guard let (token, start) = restart else { return false }
            restart = (token, start + 1)
            (at, position) = (token, start + 1)
        }
        return tokens[at...].allSatisfy { $0 == .anyRun }
    }

    /// Whether the whole of `text` has the form of the pattern.
    package func matches(_ text: some StringProtocol, ignoringCase: Bool = false) -> Bool {
        matches(Array(text.utf8), ignoringCase: ignoringCase)
    }

    private static func isSame(_ left: UInt8, _ right: UInt8, _ ignoringCase: Bool) -> Bool {
        left == right || (ignoringCase && lowercase(left) == lowercase(right))
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The place after the UTF-8 sequence that begins at `position`.
    private static func next(after position: Int, in text: [UInt8]) -> Int {
        var next = position + 1
        guard text[position] >= 0xC0 else { return next }
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
