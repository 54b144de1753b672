extension JSONValue: Hashable {
    /// Whether both are the same JSON: text by its bytes, numbers by their digits, objects without regard to order.
    package static func == (one: JSONValue, other: JSONValue) -> Bool { areEqual(one, other) }

    /// Looks at the top only, so that it costs little and does not depend on the order of members.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        case .integer(let integer): hasher.combine(integer)
        case .decimal(let text), .string(let text): hasher.combine(ByteName(text))
        case .array(let array): hasher.combine(array.count)
        case .object(let object): hasher.combine(object.count)
        }
    }

    /// Compares without recursion: trees may be as deep as ``JSONLimits/deepest``.
    static func areEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
        var pending: [(JSONValue, JSONValue)] = []
        guard areEqual(one, other, pending: &pending) else { return false }
        while let (one, other) = pending.popLast() {
            guard areEqual(one, other, pending: &pending) else { return false }
        }
        return true
    }

    /// Compares the tops; pairs of containers that stand in them are left in `pending`.
    private static func areEqual(
        _ one: JSONValue,
        _ other: JSONValue,
        pending: inout [(JSONValue, JSONValue)]
    ) -> Bool {
        switch (one, other) {
        case (.null, .null): return true
        case (.bool(let one), .bool(let other)): return one == other
        case (.integer(let one), .integer(let other)): return one == other
        case (.decimal(let one), .decimal(let other)), (.string(let one), .string(let other)):
            return one.hasSameBytes(as: other)
        case (.array(let one), .array(let other)):
            guard one.count == other.count else { return false }
            let isIdentical = one.withUnsafeBufferPointer { one in
                other.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress }
            }
            guard !isIdentical else { return true }
            for index in one.indices where !areScalarsEqual(one[index], other[index], pending: &pending) {
                return false
            }
            return true
        case (.object(let one), .object(let other)):
            guard one.count == other.count else { return false }
            guard !one.isIdentical(to: other) else { return true }
            for index in one.indices {
                let member = one[index]
                let twin = other[index]
                let value = twin.name.hasSameBytes(as: member.name) ? twin.value : other[member.name]
                guard let value, areScalarsEqual(member.value, value, pending: &pending) else { return false }
            }
            return true
        default: return false
        }
    }

    /// Compares values that are no containers; of containers the pair goes to `pending`.
    private static func areScalarsEqual(
        _ one: JSONValue,
        _ other: JSONValue,
        pending: inout [(JSONValue, JSONValue)]
    ) -> Bool {
        switch (one, other) {
        case (.array, .array), (.object, .object):
            pending.append((one, other))
            return true
        default: return areEqual(one, other, pending: &pending)
        }
    }
}
