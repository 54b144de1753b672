/// One key of one operator of a condition block.
struct PolicyCondition: Hashable, Sendable {
    private enum Quantifier: Hashable, Sendable {
        case single, forAllValues, forAnyValue
    }

    private let quantifier: Quantifier
    private let condition: ConditionOperator
    private let isOptional: Bool
    private let key: String
    private let values: [PolicyText]
    /// What `Null` asks: whether the key is absent.
    private let wantsAbsence: Bool

    /// Reads `operator: { key: values }`; unknown operators and keys are refused.
    init(operator text: String, key: String, values: [String], hasVariables: Bool) throws(PolicyError) {
        var name = Substring(text)
        let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch pieces.count == 2 ? pieces[0] : "" {
        case "": quantifier = .single
        case "ForAllValues": quantifier = .forAllValues
        case "ForAnyValue": quantifier = .forAnyValue
        default: throw .unknownConditionOperator(text)
        }
        if pieces.count == 2 { name = pieces[1] }
        isOptional = name.hasSuffix("IfExists")
        if isOptional { name = name.dropLast("IfExists".count) }
        guard let condition = ConditionOperator(rawValue: String(name)), !(isOptional && condition == .null) else {
            throw .unknownConditionOperator(text)
        }
        guard PolicyContext.knows(key) else { throw .unknownConditionKey(key) }
        guard !values.isEmpty, values.allSatisfy({ ($0.contains("${") && hasVariables) || condition.accepts($0) })
        else { throw .invalidConditionValue(key: key) }
        self.condition = condition
        self.key = key
        self.values = values.map { PolicyText($0, hasVariables: hasVariables) }
        wantsAbsence = values.contains { $0.lowercased() == "true" }
    }

    /// Whether the condition asks for a tag of the object.
    var namesExistingTag: Bool { key.lowercased().hasPrefix("s3:existingobjecttag/") }

    /// Whether the condition holds of a request.
    func holds(in context: PolicyContext) -> Bool {
        guard let given = context[key], !given.isEmpty else { return holdsWhenAbsent }
        switch quantifier {
        case _ where condition == .null: return !wantsAbsence
        case .single where condition.isNegated, .forAllValues: return given.allSatisfy { isSatisfied(by: $0, context) }
        case .single, .forAnyValue: return given.contains { isSatisfied(by: $0, context) }
        }
    }

    private var holdsWhenAbsent: Bool {
        if condition == .null { return wantsAbsence }
        if isOptional { return true }
        switch quantifier {
        case .forAllValues: return true
        case .forAnyValue: return false
        case .single: return condition.isNegated
        }
    }

    private func isSatisfied(by value: String, _ context: PolicyContext) -> Bool {
        let isNamed = values.contains { condition.compares(value, with: $0, in: context) }
        return isNamed != condition.isNegated
    }
}
