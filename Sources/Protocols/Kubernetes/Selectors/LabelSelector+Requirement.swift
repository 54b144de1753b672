extension LabelSelector.Requirement {
    /// A requirement whose key and values are valid labels and whose number of values fits the operator.
    package init(_ key: String, _ operator: Operator, _ values: [String]) throws(SelectorError) {
        let distinct = Set(values.map(ByteName.init)).map(\.text).sorted { $0.hasBytesBefore($1) }
        (self.key, self.operator, self.values) = (key, `operator`, distinct)
        let problems = Self.problems(key, `operator`, distinct)
        guard problems.count != 1 else { throw SelectorError(problems[0]) }
        guard problems.isEmpty else { throw SelectorError("[\(problems.joined(separator: ", "))]") }
    }

    private static func problems(_ key: String, _ operator: Operator, _ values: [String]) -> [String] {
        var problems: [String] = []
        if let problem = keyProblem(key, path: "key") { problems.append(problem) }
        let shown = "[\(values.map { "\"\($0)\"" }.joined(separator: ","))]"
        func refuse(_ why: String) { problems.append("values: Invalid value: \(shown): \(why)") }
        switch `operator` {
        case .in, .notIn:
            if values.isEmpty { refuse("for 'in', 'notin' operators, values set can't be empty") }
        case .equals, .doubleEquals, .notEquals:
            if values.count != 1 { refuse("exact-match compatibility requires one single value") }
        case .exists, .doesNotExist:
            if !values.isEmpty { refuse("values set must be empty for exists and does not exist") }
        case .greaterThan, .lessThan:
            if values.count != 1 { refuse("for 'Gt', 'Lt' operators, exactly one value is required") }
            for (index, value) in values.enumerated() where Int64(value) == nil {
                problems.append(
                    "values[\(index)]: Invalid value: \"\(value)\": for 'Gt', 'Lt' operators, the value must be an integer"
                )
            }
        }
        for (index, value) in values.enumerated() {
            let reasons = NameFormat.labelValueProblems(value)
            if !reasons.isEmpty {
                let why = reasons.joined(separator: "; ")
                problems.append("values[\(index)][\(key)]: Invalid value: \"\(value)\": \(why)")
            }
        }
        return problems
    }

    /// What is wrong with a key; `path` is how the field calls the place.
    static func keyProblem(_ key: String, path: String) -> String? {
        let reasons = NameFormat.qualifiedNameProblems(key)
        return reasons.isEmpty ? nil : "\(path): Invalid value: \"\(key)\": \(reasons.joined(separator: "; "))"
    }

    /// In the order of their keys.
    static func sorted(_ requirements: [Self]) -> [Self] {
        requirements.enumerated()
            .sorted { one, other in
                if one.element.key.hasSameBytes(as: other.element.key) { return one.offset < other.offset }
                return one.element.key.hasBytesBefore(other.element.key)
            }
            .map(\.element)
    }

    /// Whether a label of this value (nil: no such label) meets the requirement.
    func holds(for value: String?) -> Bool {
        switch `operator` {
        case .equals, .doubleEquals, .in: return value.map(hasValue) ?? false
        case .notEquals, .notIn: return !(value.map(hasValue) ?? false)
        case .exists: return value != nil
        case .doesNotExist: return value == nil
        case .greaterThan, .lessThan:
            guard let actual = value.flatMap({ Int64($0) }), let bound = values.first.flatMap({ Int64($0) }) else {
                return false
            }
            return `operator` == .greaterThan ? actual > bound : actual < bound
        }
    }

    private func hasValue(_ value: String) -> Bool { values.contains { $0.hasSameBytes(as: value) } }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    /// The form of a query.
    package var description: String {
        let list = values.joined(separator: ",")
        return switch `operator` {
        case .exists: key
        case .doesNotExist: "!\(key)"
        case .equals, .doubleEquals, .notEquals: "\(key)\(`operator`.rawValue)\(list)"
        case .in, .notIn: "\(key) \(`operator`.rawValue) (\(list))"
        case .greaterThan: "\(key)>\(list)"
        case .lessThan: "\(key)<\(list)"
        }
    }
}
