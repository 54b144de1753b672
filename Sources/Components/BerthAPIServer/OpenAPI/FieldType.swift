/// The type of a field of a built-in kind.
indirect enum FieldType: Sendable, Hashable {
    case string, bytes, time, microTime, quantity, intOrString, int32, int64, double, bool
    /// Anything; nothing below is looked at.
    case any
    case array(FieldType)
    case map(FieldType)
    /// Another type, by the name under which the ``SchemaLibrary`` finds it.
    case type(String)

    private static let letters: [Character: FieldType] = [
        "s": .string, "y": .bytes, "t": .time, "u": .microTime, "q": .quantity, "x": .intOrString, "i": .int32,
        "l": .int64, "n": .double, "b": .bool, "*": .any,
    ]

    /// Reads the notation of ``SchemaText``: `s`, `[s]`, `{q}`, `[Container]`.
    init(_ text: Substring) {
        if let first = text.first, text.count == 1, let letter = Self.letters[first] {
            self = letter
        } else if text.first == "[" {
            self = .array(FieldType(text.dropFirst().dropLast()))
        } else if text.first == "{" {
            self = .map(FieldType(text.dropFirst().dropLast()))
        } else {
            self = .type(String(text))
        }
    }
}
