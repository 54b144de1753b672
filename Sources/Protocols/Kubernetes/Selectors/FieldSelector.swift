/// Selects objects by some of their fields: all requirements must hold.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/
package struct FieldSelector: Sendable, Hashable {
    /// A field that must have, or must not have, a value.
    package struct Requirement: Sendable, Hashable {
        /// `metadata.name`, as written: it is the resource that says which paths it takes.
        package let path: String
        /// Whether the value must be this one, else any other.
        package let equals: Bool
        package let value: String

        package init(path: String, equals: Bool, value: String) {
            (self.path, self.equals, self.value) = (path, equals, value)
        }
    }

    package let requirements: [Requirement]

    package static let everything = FieldSelector(requirements: [])

    package init(requirements: [Requirement]) { self.requirements = requirements }

    /// Whether every object is selected.
    package var isEverything: Bool { requirements.isEmpty }

    /// Reads `path=value,path!=value`; in values `\,`, `\=` and `\\` stand for the second character.
    package init(parsing text: String) throws(SelectorError) {
        var requirements: [Requirement] = []
        for term in Self.terms(text) where !term.isEmpty { requirements.append(try Self.requirement(term, of: text)) }
        self.requirements = requirements
    }

    /// Splits at commas that no backslash precedes.
    private static func terms(_ text: String) -> [Substring] {
        var isEscaped = false
        return text.utf8.split(omittingEmptySubsequences: false) { byte in
            if isEscaped {
                isEscaped = false
                return false
            }
            isEscaped = byte == UInt8(ascii: "\\")
            return byte == UInt8(ascii: ",")
        }
        .map { Substring($0) }
    }

    private static func requirement(_ term: Substring, of text: String) throws(SelectorError) -> Requirement {
        let bytes = term.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            for sign in ["!=", "==", "="] where bytes[index...].starts(with: sign.utf8) {
                let value = bytes[bytes.index(index, offsetBy: sign.utf8.count)...]
                return Requirement(
                    path: String(Substring(bytes[..<index])),
                    equals: sign != "!=",
                    value: try unescaped(Substring(value))
                )
            }
            index = bytes.index(after: index)
        }
        throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
    }

    private static func unescaped(_ value: Substring) throws(SelectorError) -> String {
        var result = ""
        var isEscaped = false
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", ",", "=":
                if isEscaped {
                    result.unicodeScalars.append(scalar)
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else {
                    throw SelectorError("invalid field selector: unescaped character in value: \(scalar.value)")
                }
            default:
                guard !isEscaped else {
                    throw SelectorError("invalid field selector: invalid escape sequence: \\\(scalar)")
                }
                result.unicodeScalars.append(scalar)
            }
        }
        guard !isEscaped else { throw SelectorError("invalid field selector: invalid escape sequence: \\") }
        return result
    }

    /// Whether the object's fields are as required; an absent field is the empty text.
    package func matches(_ object: JSONValue) -> Bool {
        matches { Self.text(of: object, at: $0) }
    }

    /// The field as selectors compare it; an absent one is the empty text.
    package static func text(of object: JSONValue, at path: String) -> String {
        switch object.value(at: path.split(separator: ".").map(String.init)) {
        case .string(let text), .decimal(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): String(integer)
        default: ""
        }
    }

    /// Whether the fields that `value` gives are as required.
    package func matches(_ value: (String) -> String) -> Bool {
        requirements.allSatisfy { value($0.path).hasSameBytes(as: $0.value) == $0.equals }
    }

    /// The value that the field must have by this selector; nil when there is no such requirement.
    package func exactValue(of path: String) -> String? {
        requirements.first { $0.equals && $0.path.hasSameBytes(as: path) }?.value
    }
}

extension FieldSelector: CustomStringConvertible {
    /// The form of a query, which reads back as the same selector.
    package var description: String {
        requirements.map { requirement in
            var value = ""
            for scalar in requirement.value.unicodeScalars {
                if scalar == "\\" || scalar == "," || scalar == "=" { value += "\\" }
                value.unicodeScalars.append(scalar)
            }
            return "\(requirement.path)\(requirement.equals ? "=" : "!=")\(value)"
        }
        .joined(separator: ",")
    }
}
