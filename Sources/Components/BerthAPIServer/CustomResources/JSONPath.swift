package import Kubernetes

/// The subset of JSONPath that printer columns and scale paths use: members, indices, wildcards and one-term filters.
///
/// Reads `.spec.a`, `.a['b.c']`, `.a\.b`, `[0]`, `[-1]`, `[*]`, `[?(@.type=="Ready")]`, with braces around or not.
package struct JSONPath: Sendable, Hashable {
    /// Why a text is no path that Berth reads.
    package struct ParseError: Error, Hashable, Sendable {
        package let message: String
    }

    enum Comparison: String, Sendable, Hashable {
        case equal = "==", unequal = "!=", less = "<", most = "<=", more = ">", least = ">="
    }

    enum Step: Sendable, Hashable {
        case member(String)
        case index(Int)
        case all
        /// Elements whose value at the members compares so; without a comparison those that have one.
        case filter([String], Comparison?, JSONValue)
    }

    static let lengthLimit = 1024
    let steps: [Step]

    /// - Throws: `ParseError`.
    package init(parsing text: String) throws(ParseError) {
        guard text.utf8.count <= Self.lengthLimit else { throw ParseError(message: "is too long") }
        var body = text[...]
        if body.hasPrefix("{"), body.hasSuffix("}") { body = body.dropFirst().dropLast() }
        if body.hasPrefix("$") { body = body.dropFirst() }
        var parser = JSONPathParser(Array(body))
        steps = try parser.steps()
    }

    /// What the path finds, in order.
    package func values(in root: JSONValue) -> [JSONValue] {
        var found = [root]
        for step in steps {
            found = found.flatMap { Self.apply(step, to: $0) }
            if found.isEmpty { break }
        }
        return found
    }

    /// The path when it consists of members only: where something can be written.
    package var memberNames: [String]? {
        var names: [String] = []
        for step in steps {
            guard case .member(let name) = step else { return nil }
            names.append(name)
        }
        return names
    }

    private static func apply(_ step: Step, to value: JSONValue) -> [JSONValue] {
        switch step {
        case .member(let name):
            if let array = value.array { return array.compactMap { $0[name] } }
            return value[name].map { [$0] } ?? []
        case .index(let index):
            guard let array = value.array else { return [] }
            let position = index < 0 ? array.count + index : index
            return array.indices.contains(position) ? [array[position]] : []
        case .all:
            return value.array ?? value.object?.map(\.value) ?? []
        case .filter(let path, let comparison, let expected):
            return (value.array ?? []).filter { element in
                guard let actual = element.value(at: path) else { return false }
                guard let comparison else { return true }
                return compare(actual, comparison, expected)
            }
        }
    }

    private static func compare(_ left: JSONValue, _ comparison: Comparison, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): order(left, right, comparison)
        case (.bool(let left), .bool(let right)):
            comparison == .equal ? left == right : comparison == .unequal && left != right
        default:
            if let left = number(left), let right = number(right) {
                order(left, right, comparison)
            } else {
                comparison == .unequal
            }
        }
    }

    private static func order<T: Comparable>(_ left: T, _ right: T, _ comparison: Comparison) -> Bool {
        switch comparison {
        case .equal: left == right
        case .unequal: left != right
        case .less: left < right
        case .most: left <= right
        case .more: left > right
        case .least: left >= right
        }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .decimal(let text): Double(text)
        default: nil
        }
    }
}
