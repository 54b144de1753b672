/// A path into a JSON document (RFC 6901): `/spec/ports/0`, with `~1` for a slash and `~0` for a tilde in names.
struct JSONPointer: Sendable, Hashable {
    /// The steps from the root; none is the whole document.
    let tokens: [String]

    /// Nil when the text is no pointer or has more steps than a document can have.
    init?(_ text: String) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0].isEmpty, parts.count <= JSONLimits.deepest + 1 else { return nil }
        var tokens: [String] = []
        for part in parts.dropFirst() {
            guard let token = Self.unescaped(Array(part)) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    private static func unescaped(_ bytes: [UInt8]) -> String? {
        guard bytes.contains(UInt8(ascii: "~")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "~") {
                index += 1
                guard index < bytes.count else { return nil }
                switch bytes[index] {
                case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
                case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
                default: return nil
                }
            } else {
                result.append(bytes[index])
            }
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The index that a step names in an array: digits without a leading zero.
    static func index(_ token: String) -> Int? {
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard token.utf8.count == 1 || token.utf8.first != 0x30 else { return nil }
        return Int(token)
    }
}

extension JSONValue {
    /// The value at a pointer; nil when a step is absent.
    func value(at pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            guard let next = value.child(token) else { return nil }
            value = next
        }
        return value
    }

    /// The member or element that one step names.
    func child(_ token: String) -> JSONValue? {
        switch self {
        case .object(let object): return object[token]
        case .array(let array):
            guard let index = JSONPointer.index(token), index < array.count else { return nil }
            return array[index]
        default: return nil
        }
    }
}
