/// Selects objects by their labels: all requirements must hold.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
package struct LabelSelector: Sendable, Hashable {
    /// One condition.
    package struct Requirement: Sendable, Hashable {
        /// How the label's value and the requirement's values relate.
        package enum Operator: String, Sendable, Hashable {
            case equals = "="
            case doubleEquals = "=="
            case notEquals = "!="
            case `in`
            case notIn = "notin"
            case exists
            case doesNotExist = "!"
            case greaterThan = "gt"
            case lessThan = "lt"
        }

        package let key: String
        package let `operator`: Operator
        /// In the order of their bytes and without repetition.
        package let values: [String]
    }

    package let requirements: [Requirement]
    /// Whether no object is ever selected, as by an absent selector of a workload.
    package let isNothing: Bool

    package static let everything = LabelSelector(requirements: [])
    package static let nothing = LabelSelector(requirements: [], isNothing: true)

    init(requirements: [Requirement], isNothing: Bool = false) {
        (self.requirements, self.isNothing) = (requirements, isNothing)
    }

    /// Whether every object is selected.
    package var isEverything: Bool { requirements.isEmpty && !isNothing }

    /// Reads the form of a query: `a=b,c in (d,e),!f`.
    package init(parsing text: String) throws(SelectorError) {
        var parser = LabelSelectorParser(text)
        requirements = try parser.parse()
        isNothing = false
    }

    /// Reads `meta/v1 LabelSelector`: `matchLabels` and `matchExpressions`; null selects nothing, an empty one everything.
    package init(object: JSONValue) throws(SelectorError) {
        guard !object.isNull else {
            self = .nothing
            return
        }
        guard let object = object.object else { throw SelectorError("a label selector must be an object") }
        var requirements: [Requirement] = []
        for member in try Self.members(object["matchLabels"], of: "matchLabels") {
            guard let value = member.value.string else {
                throw SelectorError("matchLabels.\(member.name) must be a string")
            }
            requirements.append(try Requirement(member.name, .equals, [value]))
        }
        for expression in try Self.elements(object["matchExpressions"], of: "matchExpressions") {
            let word = expression["operator"]?.string ?? ""
            let operators: [String: Requirement.Operator] = [
                "In": .in, "NotIn": .notIn, "Exists": .exists, "DoesNotExist": .doesNotExist,
            ]
            guard let `operator` = operators[word] else {
                throw SelectorError("\"\(word)\" is not a valid label selector operator")
            }
            let values = try Self.elements(expression["values"], of: "values")
            guard values.allSatisfy({ $0.string != nil }) else {
                throw SelectorError("values of a label selector must be strings")
            }
            let key = expression["key"]?.string ?? ""
            requirements.append(try Requirement(key, `operator`, values.compactMap(\.string)))
        }
        self.init(requirements: Requirement.sorted(requirements))
    }

    private static func members(_ value: JSONValue?, of name: String) throws(SelectorError) -> JSONObject {
        guard let value, !value.isNull else { return JSONObject() }
        guard let object = value.object else { throw SelectorError("\(name) must be an object") }
        return object
    }

    private static func elements(_ value: JSONValue?, of name: String) throws(SelectorError) -> [JSONValue] {
        guard let value, !value.isNull else { return [] }
        guard let array = value.array else { throw SelectorError("\(name) must be an array") }
        return array
    }

    /// Whether an object with these labels is selected.
    package func matches(_ labels: [String: String]) -> Bool {
        !isNothing && requirements.allSatisfy { $0.holds(for: labels[$0.key]) }
    }

    /// Whether the object is selected by its labels, read where they lie.
    package func matches(_ object: JSONValue) -> Bool {
        guard !isNothing else { return false }
        guard !requirements.isEmpty else { return true }
        let labels = object["metadata"]?["labels"]
        return requirements.allSatisfy { $0.holds(for: labels?[$0.key]?.string) }
    }
}

extension LabelSelector: CustomStringConvertible {
    /// The form of a query, which reads back as the same selector.
    package var description: String { requirements.map(\.description).joined(separator: ",") }
}
