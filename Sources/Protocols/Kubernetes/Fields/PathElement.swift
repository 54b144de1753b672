/// One step of the path to a field, as `meta/v1 FieldsV1` names it.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
package enum PathElement: Sendable {
    /// A member of an object: `f:name`.
    case field(String)
    /// An element of a list, told by some of its members: `k:{"name":"app"}`.
    case key(ListKey)
    /// An element of a set: `v:"a"`.
    case value(JSONValue)
    /// An element by its place: `i:0`.
    case index(Int)

    /// The members that tell an element of a list from the others, in the order of their names.
    package struct ListKey: Sendable {
        package let members: JSONObject

        package init(_ members: some Sequence<(String, JSONValue)>) {
            self.members = JSONObject(members.sorted { $0.0.hasBytesBefore($1.0) })
        }
    }
}

extension PathElement: Hashable {
    package static func == (one: PathElement, other: PathElement) -> Bool {
        switch (one, other) {
        case (.field(let one), .field(let other)): one.hasSameBytes(as: other)
        case (.key(let one), .key(let other)): one.members == other.members
        case (.value(let one), .value(let other)): one == other
        case (.index(let one), .index(let other)): one == other
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .field(let name): hasher.combine(ByteName(name))
        case .key(let key):
            for member in key.members {
                hasher.combine(ByteName(member.name))
                hasher.combine(member.value)
            }
        case .value(let value): hasher.combine(value)
        case .index(let index): hasher.combine(index)
        }
    }
}

extension PathElement {
    private static let digitsLimit = 9

    /// Reads the name of a member of `FieldsV1`.
    ///
    /// - Throws: ``FieldSetError`` for a prefix that is not known and for what does not follow it.
    package init(parsing text: String) throws(FieldSetError) {
        let rest = String(text.utf8.dropFirst(2)) ?? ""
        switch text.utf8.prefix(2).map({ $0 }) {
        case Array("f:".utf8): self = .field(rest)
        case Array("k:".utf8):
            guard let object = Self.json(rest)?.object, !object.isEmpty else { throw .malformedElement }
            self = .key(ListKey(object.map { ($0.name, $0.value) }))
        case Array("v:".utf8):
            guard let value = Self.json(rest) else { throw .malformedElement }
            self = .value(value)
        case Array("i:".utf8):
            guard !rest.isEmpty, rest.utf8.count <= Self.digitsLimit, rest.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                let index = Int(rest)
            else { throw .malformedElement }
            self = .index(index)
        default: throw .malformedElement
        }
    }

    private static func json(_ text: String) -> JSONValue? {
        try? JSONValue(parsing: text.utf8, limits: JSONLimits(depthLimit: 16, nodeLimit: 1_000))
    }

    /// The name of a member of `FieldsV1`.
    package var fieldsText: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let key): "k:\(JSONValue.object(key.members).serialized())"
        case .value(let value): "v:\(value.serialized())"
        case .index(let index): "i:\(index)"
        }
    }

    /// The step as paths in messages show it: `.name`, `[name="app"]`, `[="a"]`, `[0]`.
    package var pathText: String {
        switch self {
        case .field(let name): ".\(name)"
        case .key(let key):
            "[\(key.members.map { "\($0.name)=\($0.value.serialized())" }.joined(separator: ","))]"
        case .value(let value): "[=\(value.serialized())]"
        case .index(let index): "[\(index)]"
        }
    }

    /// Fields before keys before values before places, each by its bytes.
    static func ordered(_ elements: some Collection<PathElement>) -> [PathElement] {
        guard elements.count > 1 else { return Array(elements) }
        // the texts are made once: sets may be large
        let placed = elements.map { (element: $0, rank: $0.rank, text: $0.fieldsText) }
        return placed.sorted { one, other in
            if case .index(let one) = one.element, case .index(let other) = other.element { return one < other }
            return one.rank == other.rank ? one.text.hasBytesBefore(other.text) : one.rank < other.rank
        }.map(\.element)
    }

    private var rank: Int {
        switch self {
        case .field: 0
        case .key: 1
        case .value: 2
        case .index: 3
        }
    }
}

/// Why a `FieldsV1` cannot be read.
package enum FieldSetError: Error, Sendable, Hashable {
    /// Something that is no object where one has to stand.
    case noObject
    /// A step whose prefix or content is none that is known.
    case malformedElement
    case tooDeep(limit: Int)
    case tooManyFields(limit: Int)
}
