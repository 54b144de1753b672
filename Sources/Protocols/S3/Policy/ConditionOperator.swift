/// How a condition compares.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
enum ConditionOperator: String, CaseIterable, Hashable, Sendable {
    case stringEquals = "StringEquals"
    case stringNotEquals = "StringNotEquals"
    case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
    case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
    case stringLike = "StringLike"
    case stringNotLike = "StringNotLike"
    case binaryEquals = "BinaryEquals"
    case numericEquals = "NumericEquals"
    case numericNotEquals = "NumericNotEquals"
    case numericLessThan = "NumericLessThan"
    case numericLessThanEquals = "NumericLessThanEquals"
    case numericGreaterThan = "NumericGreaterThan"
    case numericGreaterThanEquals = "NumericGreaterThanEquals"
    case dateEquals = "DateEquals"
    case dateNotEquals = "DateNotEquals"
    case dateLessThan = "DateLessThan"
    case dateLessThanEquals = "DateLessThanEquals"
    case dateGreaterThan = "DateGreaterThan"
    case dateGreaterThanEquals = "DateGreaterThanEquals"
    case bool = "Bool"
    case ipAddress = "IpAddress"
    case notIPAddress = "NotIpAddress"
    case null = "Null"

    /// Whether it holds for what the values do not name, and so for an absent key.
    var isNegated: Bool {
        switch self {
        case .stringNotEquals, .stringNotEqualsIgnoreCase, .stringNotLike, .numericNotEquals, .dateNotEquals,
            .notIPAddress:
            true
        default: false
        }
    }

    /// Whether `text` may be a value for it.
    func accepts(_ text: String) -> Bool {
        switch self {
        case .stringEquals, .stringNotEquals, .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase, .stringLike,
            .stringNotLike:
            true
        case .binaryEquals: Base64.decode(text) != nil
        case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
            .numericGreaterThanEquals:
            Self.number(text) != nil
        case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan,
            .dateGreaterThanEquals:
            Self.seconds(text) != nil
        case .bool, .null: ["true", "false"].contains(text.lowercased())
        case .ipAddress, .notIPAddress: IPAddressRange(text) != nil
        }
    }

    /// Whether the value of the request and that of the policy compare as the positive form of the operator says.
    func compares(_ value: String, with text: PolicyText, in context: PolicyContext) -> Bool {
        switch self {
        case .stringLike, .stringNotLike: text.pattern(context)?.matches(value) ?? false
        case .stringEquals, .stringNotEquals:
            text.text(context).map { $0.utf8.elementsEqual(value.utf8) } ?? false
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase:
            text.text(context).map { $0.lowercased().utf8.elementsEqual(value.lowercased().utf8) } ?? false
        case .binaryEquals: text.text(context).flatMap(Base64.decode) == Array(value.utf8)
        case .numericEquals, .numericNotEquals: compare(Self.number, value, text, context, ==)
        case .numericLessThan: compare(Self.number, value, text, context, <)
        case .numericLessThanEquals: compare(Self.number, value, text, context, <=)
        case .numericGreaterThan: compare(Self.number, value, text, context, >)
        case .numericGreaterThanEquals: compare(Self.number, value, text, context, >=)
        case .dateEquals, .dateNotEquals: compare(Self.seconds, value, text, context, ==)
        case .dateLessThan: compare(Self.seconds, value, text, context, <)
        case .dateLessThanEquals: compare(Self.seconds, value, text, context, <=)
        case .dateGreaterThan: compare(Self.seconds, value, text, context, >)
        case .dateGreaterThanEquals: compare(Self.seconds, value, text, context, >=)
        case .bool: text.text(context)?.lowercased() == value.lowercased()
        case .ipAddress, .notIPAddress: text.text(context).flatMap { IPAddressRange($0) }?.contains(value) ?? false
        case .null: false
        }
    }

    private func compare(
        _ read: (String) -> Double?,
        _ value: String,
        _ text: PolicyText,
        _ context: PolicyContext,
        _ holds: (Double, Double) -> Bool
    ) -> Bool {
        guard let left = read(value), let right = text.text(context).flatMap(read) else { return false }
        return holds(left, right)
    }

    private static func number(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { Hex.isDecimal($0) || "+-.eE".utf8.contains($0) }
        return allowed ? Double(text) : nil
    }

    /// Seconds since 1970, from an ISO 8601 text or from the number itself.
    private static func seconds(_ text: String) -> Double? {
        CalendarTime(documentText: text).map { Double($0.secondsSince1970) } ?? number(text)
    }
}
