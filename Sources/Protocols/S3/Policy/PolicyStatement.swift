/// One rule of a policy: an effect on actions and resources, under conditions.
package struct PolicyStatement: Hashable, Sendable {
    package enum Effect: String, Hashable, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    package let sid: String?
    package let effect: Effect
    private let actions: [WildcardPattern]
    private let excludesActions: Bool
    private let resources: [PolicyText]
    private let excludesResources: Bool
    private let conditions: [PolicyCondition]

    private static let fields: Set<String> = [
        "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    init(_ json: PolicyJSON, hasVariables: Bool) throws(PolicyError) {
        guard case .object(let members) = json else { throw .invalidField("Statement") }
        if let other = members.first(where: { !Self.fields.contains($0.name) }) { throw .unknownField(other.name) }
        let fields = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        switch fields["Sid"] {
        case nil: sid = nil
        case .string(let text): sid = text
        default: throw .invalidField("Sid")
        }
        guard let effect = fields["Effect"] else { throw .missingField("Effect") }
        guard case .string(let name) = effect, let effect = Effect(rawValue: name) else {
            throw .invalidField("Effect")
        }
        self.effect = effect
        let (actions, excludesActions) = try Self.either("Action", fields)
        for action in actions where !Self.isAction(action) { throw .invalidAction(action) }
        self.actions = actions.map { WildcardPattern($0) }
        self.excludesActions = excludesActions
        let (resources, excludesResources) = try Self.either("Resource", fields)
        self.resources = try resources.map { (text) throws(PolicyError) in
            try Self.resource(text, hasVariables: hasVariables)
        }
        self.excludesResources = excludesResources
        conditions = try Self.conditions(fields["Condition"], hasVariables: hasVariables)
    }

    /// Whether the statement speaks of this request.
    func applies(to request: PolicyRequest) -> Bool {
        actions.contains { $0.matches(request.action, ignoringCase: true) } != excludesActions
            && matchesResource(of: request) != excludesResources
            && conditions.allSatisfy { $0.holds(in: request.context) }
    }

    /// Whether a condition asks for a tag of the object.
    var namesExistingTags: Bool { conditions.contains { $0.namesExistingTag } }

    private func matchesResource(of request: PolicyRequest) -> Bool {
        resources.contains { $0.pattern(request.context)?.matches(request.resource.resource) ?? false }
    }

    /// The values of a field or of its negation; exactly one of both must be there.
    private static func either(
        _ name: String,
        _ fields: [String: PolicyJSON]
    ) throws(PolicyError) -> ([String], Bool) {
        let (positive, negative) = (fields[name], fields["Not\(name)"])
        guard positive == nil || negative == nil else { throw .invalidField("Not\(name)") }
        guard let value = positive ?? negative else { throw .missingField(name) }
        guard let texts = value.texts, !texts.isEmpty else { throw .invalidField(name) }
        return (texts, negative != nil)
    }

    /// `*`, or a service and an action in which wildcards may stand.
    private static func isAction(_ text: String) -> Bool {
        if text == "*" { return true }
        let pieces = text.split(separator: ":", omittingEmptySubsequences: false)
        guard pieces.count == 2, !pieces[0].isEmpty, !pieces[1].isEmpty else { return false }
        return pieces.allSatisfy { piece in
            piece.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789*?-".unicodeScalars.contains($0))
            }
        }
    }

    /// What follows `arn:aws:s3:::` of a resource, or `*`.
    private static func resource(_ text: String, hasVariables: Bool) throws(PolicyError) -> PolicyText {
        if text == "*" { return PolicyText(text, hasVariables: false) }
        guard text.hasPrefix(ARN.prefix) else { throw .invalidResource(text) }
        let pattern = text.dropFirst(ARN.prefix.count)
        guard let first = pattern.utf8.first, first != UInt8(ascii: "/") else { throw .invalidResource(text) }
        return PolicyText(pattern, hasVariables: hasVariables)
    }

    private static func conditions(
        _ json: PolicyJSON?,
        hasVariables: Bool
    ) throws(PolicyError) -> [PolicyCondition] {
        guard let json else { return [] }
        guard case .object(let operators) = json else { throw .invalidField("Condition") }
        var result: [PolicyCondition] = []
        for (name, block) in operators {
            guard case .object(let keys) = block else { throw .invalidField("Condition") }
            for (key, value) in keys {
                guard let texts = value.texts else { throw .invalidConditionValue(key: key) }
                result.append(
                    try PolicyCondition(operator: name, key: key, values: texts, hasVariables: hasVariables)
                )
            }
        }
        return result
    }
}
