import BerthHTTP

/// The fields of a query and of a form (`application/x-www-form-urlencoded`), decoded once.
struct FormFields: Sendable, Equatable {
    private struct Field: Sendable, Equatable {
        let name: String
        let value: String
    }

    private var fields: [Field] = []

    /// Reads `name=value&…`; nil when an escape is malformed, a text is no UTF-8, or there are too many.
    init?(parsing texts: [String], limit: Int) {
        for text in texts {
            for item in text.utf8.split(separator: UInt8(ascii: "&")) {
                guard fields.count < limit else { return nil }
                let equals = item.firstIndex(of: UInt8(ascii: "="))
                let name = item[..<(equals ?? item.endIndex)]
                let value = equals.map { item[item.index(after: $0)...] } ?? item[item.endIndex...]
                guard let name = Self.decode(name), let value = Self.decode(value) else { return nil }
                fields.append(Field(name: name, value: value))
            }
        }
    }

    private static func decode(_ text: Substring.UTF8View.SubSequence) -> String? {
        RequestTarget.decode(Substring(text), plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The first value of that name; nil when absent.
    subscript(name: String) -> String? {
        fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The fields as a query again.
    var encoded: String {
        fields.map { "\(FormText.encode($0.name))=\(FormText.encode($0.value))" }.joined(separator: "&")
    }

    /// Whether one of the names comes more than once, which RFC 6749 §3.1 forbids.
    func repeats(anyOf names: [String]) -> Bool {
        names.contains { name in fields.count { $0.name.utf8.elementsEqual(name.utf8) } > 1 }
    }
}
