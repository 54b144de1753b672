/// A JSON document as a tree that keeps the order of members and the text of numbers.
package indirect enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As written, within the grammar of RFC 8259 §6.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The value of an object's member; names are compared scalar by scalar.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

/// A name and its value in a JSON object.
package struct JSONMember: Sendable, Equatable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}
