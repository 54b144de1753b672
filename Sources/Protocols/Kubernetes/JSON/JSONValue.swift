/// A JSON tree (RFC 8259) that keeps member order, unknown members and each number's digits.
///
/// API objects travel through Berth as such trees, so that nothing a client wrote is lost.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number, as it was written.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The member of an object; nil when absent or when this is no object.
    package subscript(name: String) -> JSONValue? { object?[name] }

    /// The value at a path of member names; nil when a step is absent.
    package subscript(path names: String...) -> JSONValue? { value(at: names) }

    /// The value at a path of member names; nil when a step is absent.
    package func value(at names: some Sequence<String>) -> JSONValue? {
        var value = self
        for name in names {
            guard let next = value[name] else { return nil }
            value = next
        }
        return value
    }

    /// Sets (or with nil removes) the value at a path of member names; absent objects on the way are made.
    ///
    /// Something on the way that is no object is replaced.
    package mutating func set(_ value: JSONValue?, at names: some Collection<String>) {
        guard let name = names.first else {
            if let value { self = value }
            return
        }
        var object = object ?? JSONObject()
        // held in one place only while it changes, so that nothing is copied
        self = .null
        let rest = names.dropFirst()
        if rest.isEmpty {
            object[name] = value
        } else if value != nil || object[name]?.object != nil {
            var child = object.take(name) ?? .object(JSONObject())
            child.set(value, at: Array(rest))
            object[name] = child
        }
        self = .object(object)
    }

    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    package var array: [JSONValue]? { if case .array(let array) = self { array } else { nil } }
    package var string: String? { if case .string(let string) = self { string } else { nil } }
    package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    package var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// The strings of an array, leaving out what is no string; empty for everything else.
    package var strings: [String] { array?.compactMap(\.string) ?? [] }
    /// The string members of an object; empty for everything else.
    package var stringMap: [String: String] {
        guard let object else { return [:] }
        return Dictionary(object.compactMap { member in member.value.string.map { (member.name, $0) } }) { $1 }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { ($0.0, $0.1) }))
    }

    /// An array of strings.
    package init(strings: some Sequence<String>) { self = .array(strings.map { .string($0) }) }
    /// An object of strings, in the order of their names.
    package init(stringMap: [String: String]) {
        self = .object(JSONObject(stringMap.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}
