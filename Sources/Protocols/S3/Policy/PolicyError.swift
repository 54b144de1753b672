/// Why a policy document was not taken.
package enum PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON
    case tooLarge(limit: Int)
    case unknownField(String)
    case missingField(String)
    case invalidField(String)
    case unsupportedVersion(String)
    case unknownConditionOperator(String)
    case unknownConditionKey(String)
    case invalidConditionValue(key: String)
    case invalidResource(String)
    case invalidAction(String)

    package var description: String {
        switch self {
        case .notJSON: "The policy is not valid JSON, or names a field twice."
        case .tooLarge(let limit): "The policy has more than \(limit) bytes."
        case .unknownField(let name): "The policy has an unknown field \(name)."
        case .missingField(let name): "The policy lacks the field \(name)."
        case .invalidField(let name): "The policy field \(name) has an invalid value."
        case .unsupportedVersion(let version): "The policy version \(version) is unknown."
        case .unknownConditionOperator(let name): "The condition operator \(name) is unknown."
        case .unknownConditionKey(let name): "The condition key \(name) is unknown."
        case .invalidConditionValue(let key): "A value for the condition key \(key) is invalid."
        case .invalidResource(let text): "The resource \(text) is malformed."
        case .invalidAction(let text): "The action \(text) is malformed."
        }
    }
}
