import Kubernetes

/// Judges custom objects, with the real server's texts.
extension StructuralSchema {
    /// How many problems are told at most.
    static let causeLimit = 100

    /// What is wrong with an object.
    func problems(in object: JSONValue, isRoot: Bool = true) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        check(object, at: "", isRoot: isRoot, &causes)
        return causes
    }

    private func check(_ value: JSONValue, at path: String, isRoot: Bool = false, _ causes: inout [Status.Cause]) {
        guard causes.count < Self.causeLimit else { return }
        let field = path.isEmpty ? "<nil>" : path
        if value.isNull {
            if isNullable || type.isEmpty && !isIntOrString { return }
            causes.append(typeProblem(field, value))
            return
        }
        guard hasRightType(value) else {
            causes.append(typeProblem(field, value))
            return
        }
        if let allowedValues, !allowedValues.contains(where: { Self.isSame($0, value) }) {
            let names = allowedValues.map { "\"\($0.string ?? $0.serialized())\"" }
            causes.append(.notSupported(field, value.string ?? value.serialized(), names))
        }
        switch value {
        case .string(let text): checkText(text, field, &causes)
        case .integer, .decimal: checkNumber(value, field, &causes)
        case .array(let elements): checkElements(elements, path, &causes)
        case .object(let object): checkMembers(object, path, isRoot: isRoot, &causes)
        default: break
        }
        checkCombinations(value, path, isRoot: isRoot, &causes)
    }

    private func checkCombinations(
        _ value: JSONValue,
        _ path: String,
        isRoot: Bool,
        _ causes: inout [Status.Cause]
    ) {
        let field = path.isEmpty ? "<nil>" : path
        let shown = value.serialized()
        for schema in allOf { schema.check(value, at: path, isRoot: isRoot, &causes) }
        func fits(_ schema: StructuralSchema) -> Bool {
            var inner: [Status.Cause] = []
            schema.check(value, at: path, isRoot: isRoot, &inner)
            return inner.isEmpty
        }
        if !anyOf.isEmpty, !anyOf.contains(where: fits) {
            causes.append(.unquoted(field, shown, "\"\(path)\" must validate at least one schema (anyOf)"))
        }
        if !oneOf.isEmpty, oneOf.filter(fits).count != 1 {
            causes.append(.unquoted(field, shown, "\"\(path)\" must validate one and only one schema (oneOf)"))
        }
        if let schema = not.first, fits(schema) {
            causes.append(.unquoted(field, shown, "\"\(path)\" must not validate the schema (not)"))
        }
    }

    private func hasRightType(_ value: JSONValue) -> Bool {
        if isIntOrString {
            switch value {
            case .integer, .string: return true
            default: return false
            }
        }
        switch (type, value) {
        case ("", _), ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
            ("integer", .integer), ("number", .integer), ("number", .decimal):
            return true
        case ("integer", .decimal(let text)):
            guard let number = Double(text) else { return false }
            return number == number.rounded()
        default: return false
        }
    }

    private func typeProblem(_ field: String, _ value: JSONValue) -> Status.Cause {
        let actual =
            switch value {
            case .null: "null"
            case .bool: "boolean"
            case .integer: "integer"
            case .decimal: "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            }
        let expected = isIntOrString ? "integer,string" : type
        return Status.Cause(
            reason: "FieldValueTypeInvalid",
            message:
                "Invalid value: \"\(actual)\": \(field == "<nil>" ? "" : "\(field) in body ")must be of type \(expected): \"\(actual)\"",
            field: field
        )
    }

    private func checkText(_ text: String, _ field: String, _ causes: inout [Status.Cause]) {
        let length = Int64(text.unicodeScalars.count)
        if let limit = lengths.maximum, length > limit {
            causes.append(
                Status.Cause(
                    reason: "FieldValueTooLong",
                    message: "Too long: may not be more than \(limit) bytes",
                    field: field
                )
            )
        }
        if let limit = lengths.minimum, length < limit {
            causes.append(.invalid(field, text, "\(field) in body should be at least \(limit) chars long"))
        }
        if let pattern, !SchemaPattern.matches(text, pattern) {
            causes.append(.invalid(field, text, "\(field) in body should match '\(pattern)'"))
        }
        if !format.isEmpty, !SchemaFormat.allows(text, format) {
            causes.append(.invalid(field, text, "\(field) in body must be of type \(format): \"\(text)\""))
        }
    }

    private func checkNumber(_ value: JSONValue, _ field: String, _ causes: inout [Status.Cause]) {
        guard let number = Self.number(value) else { return }
        let shown = value.serialized()
        if let maximum, isMaximumExclusive ? number >= maximum : number > maximum {
            let bound = isMaximumExclusive ? "less than" : "less than or equal to"
            causes.append(.unquoted(field, shown, "\(field) in body should be \(bound) \(Self.text(maximum))"))
        }
        if let minimum, isMinimumExclusive ? number <= minimum : number < minimum {
            let bound = isMinimumExclusive ? "greater than" : "greater than or equal to"
            causes.append(.unquoted(field, shown, "\(field) in body should be \(bound) \(Self.text(minimum))"))
        }
        if let multipleOf, multipleOf > 0 {
            let quotient = number / multipleOf
            if quotient != quotient.rounded() {
                causes.append(
                    .unquoted(field, shown, "\(field) in body should be a multiple of \(Self.text(multipleOf))")
                )
            }
        }
        let isTooLarge = format == "int32" && !(-2_147_483_648...2_147_483_647).contains(number)
        if isTooLarge { causes.append(.unquoted(field, shown, "\(field) in body must be of type int32")) }
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? String(number)
    }

    private func checkElements(_ elements: [JSONValue], _ path: String, _ causes: inout [Status.Cause]) {
        let count = Int64(elements.count)
        if let limit = itemCounts.maximum, count > limit {
            causes.append(
                Status.Cause(
                    reason: "FieldValueTooMany",
                    message: "Too many: \(count): must have at most \(limit) items",
                    field: path
                )
            )
        }
        if let limit = itemCounts.minimum, count < limit {
            causes.append(.unquoted(path, String(count), "\(path) in body should have at least \(limit) items"))
        }
        if let schema = items.first {
            for (index, element) in elements.enumerated() {
                schema.check(element, at: "\(path)[\(index)]", &causes)
            }
        }
        var seen: Set<JSONValue> = []
        let isSet = listType == "set" || hasUniqueItems
        guard isSet || listType == "map" else { return }
        for (index, element) in elements.enumerated() {
            let key: JSONValue =
                isSet
                ? element
                : .array(listMapKeys.map { element[$0] ?? items.first?.properties[$0]?.defaultValue ?? .null })
            if !seen.insert(key).inserted {
                causes.append(
                    .duplicate("\(path)[\(index)]", isSet ? element.string ?? element.serialized() : key.serialized())
                )
            }
        }
    }

    private func checkMembers(
        _ object: JSONObject,
        _ path: String,
        isRoot: Bool,
        _ causes: inout [Status.Cause]
    ) {
        func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        for name in required where object[name] == nil {
            if isRoot, Self.common.contains(name) { continue }
            causes.append(.required(place(name)))
        }
        let count = Int64(object.count)
        if let limit = memberCounts.maximum, count > limit {
            causes.append(
                Status.Cause(
                    reason: "FieldValueTooMany",
                    message: "Too many: \(count): must have at most \(limit) items",
                    field: path
                )
            )
        }
        if let limit = memberCounts.minimum, count < limit {
            causes.append(.unquoted(path, String(count), "\(path) in body should have at least \(limit) properties"))
        }
        for member in object {
            if (isRoot || isEmbeddedResource) && Self.common.contains(member.name) { continue }
            guard let schema = self.member(member.name) else { continue }
            schema.check(member.value, at: place(member.name), &causes)
        }
    }

    private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = number(left), let right = number(right) { return left == right }
        return left == right
    }
}
