/// How the fields of a value are merged and owned: what of a schema matters to server-side apply.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
package protocol FieldShape: Sendable {
    /// Whether an object is replaced and owned as a whole.
    var isAtomic: Bool { get }
    /// How a list is merged.
    var list: ListShape { get }
    /// The shape of a list's elements.
    var element: any FieldShape { get }
    /// The shape of an object's member, and whether the schema names it, other than the key of a map.
    func member(_ name: String) -> (shape: any FieldShape, isNamed: Bool)
    /// The value that counts when a member is absent and tells this element from others.
    func keyDefault(_ name: String) -> JSONValue?
}

/// How the elements of a list are told apart.
package enum ListShape: Sendable, Hashable {
    /// They are not: the list is replaced and owned as a whole.
    case atomic
    /// By their values.
    case set
    /// By these of their members.
    case map([String])
}

/// Nothing is known: objects are merged, lists replaced.
package struct DeducedShape: FieldShape {
    package init() {}

    package var isAtomic: Bool { false }
    package var list: ListShape { .atomic }
    package var element: any FieldShape { self }
    package func member(_ name: String) -> (shape: any FieldShape, isNamed: Bool) { (self, false) }
    package func keyDefault(_ name: String) -> JSONValue? { nil }
}

/// What every walk of a value by its shape has in common.
enum FieldWalk {
    /// What lies deeper is taken as a whole.
    static let depthLimit = 64

    /// The members of an object that is merged; nil for everything that is taken as a whole.
    static func members(_ value: JSONValue?, _ shape: any FieldShape, depth: Int) -> JSONObject? {
        guard depth < depthLimit, !shape.isAtomic else { return nil }
        return value?.object
    }

    /// What tells the elements of a list apart, one for each; nil for a list that is taken as a whole.
    static func identities(_ value: JSONValue?, _ shape: any FieldShape, depth: Int) -> [PathElement]? {
        guard depth < depthLimit, shape.list != .atomic, let elements = value?.array else { return nil }
        let element = shape.element
        var result: [PathElement] = []
        result.reserveCapacity(elements.count)
        for value in elements {
            guard let identity = identity(of: value, shape.list, element) else { return nil }
            result.append(identity)
        }
        return result
    }

    /// What tells an element apart; nil when it lacks a key.
    static func identity(of value: JSONValue, _ list: ListShape, _ element: any FieldShape) -> PathElement? {
        switch list {
        case .atomic: return nil
        case .set: return .value(value)
        case .map(let keys):
            guard let object = value.object else { return nil }
            var members: [(String, JSONValue)] = []
            for key in keys {
                let present = object[key].flatMap { $0.isNull ? nil : $0 }
                guard let value = present ?? element.keyDefault(key) else { return nil }
                members.append((key, value))
            }
            return .key(.init(members))
        }
    }
}
