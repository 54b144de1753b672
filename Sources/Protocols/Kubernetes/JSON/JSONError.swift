/// Why a text is no JSON, or is more than its reader allows.
package enum JSONError: Error, Sendable, Hashable {
    /// Something that the grammar does not have at this byte.
    case syntax(String, offset: Int)
    /// The text ends within a value.
    case unexpectedEnd
    /// A string whose bytes are not UTF-8, or an escape that is half of a surrogate pair.
    case invalidText(offset: Int)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    /// A YAML document that has no JSON form or that this reader does not take.
    case yaml(String)
}

extension JSONError: CustomStringConvertible {
    /// Fit for the message of a 400.
    package var description: String {
        switch self {
        case .syntax(let what, let offset): "\(what) at byte \(offset)"
        case .unexpectedEnd: "unexpected end of JSON input"
        case .invalidText(let offset): "invalid Unicode in string at byte \(offset)"
        case .tooDeep(let limit): "exceeded max depth of \(limit)"
        case .tooManyValues(let limit): "exceeded max number of values, \(limit)"
        case .yaml(let what): "error converting YAML to JSON: \(what)"
        }
    }
}
