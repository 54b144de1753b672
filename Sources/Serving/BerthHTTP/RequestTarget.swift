/// The target of a request line, split once and never normalised.
///
/// RFC 9112 §3.2. Both parts stay as received (percent-encoded); whoever needs bytes decodes exactly once with
/// ``decode(_:plusIsSpace:)``, and uses that one value for routing, rights and storage.
package struct RequestTarget: Sendable {
    /// The path with its leading slash, still percent-encoded, without the query.
    package let rawPath: String
    /// Query items in order, still percent-encoded; `value` is nil when the item has no `=`.
    package let query: [(name: String, value: String?)]
    /// The query string as received, without the question mark; nil when there is none.
    package let rawQuery: String?

    /// Splits `target` in origin-form or absolute-form.
    ///
    /// Nil for every other form, for a fragment, for control bytes, spaces and bytes beyond ASCII.
    package init?(_ target: String) {
        let utf8 = target.utf8
        guard utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
        var rest = target[...]
        if utf8.first != UInt8(ascii: "/") {
            guard let scheme = ["http://", "https://"].first(where: { target.lowercased().hasPrefix($0) }) else {
                return nil
            }
            rest = rest.dropFirst(scheme.utf8.count)
            guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")), slash != rest.startIndex else { return nil }
            rest = rest[slash...]
        }
        guard let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            rawPath = String(rest)
            rawQuery = nil
            query = []
            return
        }
        rawPath = String(rest[..<mark])
        let queryText = rest[rest.utf8.index(after: mark)...]
        rawQuery = String(queryText)
        query = queryText.utf8.split(separator: UInt8(ascii: "&")).map { item in
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
                return (String(Substring(item)), nil)
            }
            return (
                String(Substring(item[..<equals])), String(Substring(item[item.index(after: equals)...]))
            )
        }
    }

    /// The first value of the query item `name`, percent-decoded as UTF-8; nil when absent, empty when without `=`.
    package func queryValue(_ name: String) -> String? {
        guard let item = query.first(where: { $0.name == name }) else { return nil }
        guard let bytes = Self.decode(item.value ?? "", plusIsSpace: true) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Percent-decodes once (RFC 3986 §2.1); nil when an escape is malformed.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.utf8.count)
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
                    return nil
                }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace:
                decoded.append(UInt8(ascii: " "))
            default:
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
