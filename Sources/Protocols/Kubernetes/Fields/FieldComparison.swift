/// Which fields differ between two states of an object.
package struct FieldComparison: Sendable {
    package private(set) var added = FieldSet()
    package private(set) var modified = FieldSet()
    package private(set) var removed = FieldSet()

    /// Compares by a shape; the order of elements that can be told apart does not count.
    package init(of old: JSONValue, with new: JSONValue, _ shape: any FieldShape) {
        compare(old, new, shape, at: [])
    }

    /// The fields of a state that an object still has with the same values.
    static func unchangedFields(of state: JSONValue, in object: JSONValue, _ shape: any FieldShape) -> FieldSet {
        let comparison = FieldComparison(of: object, with: state, shape)
        return FieldSet.of(state, shape).subtracting(comparison.touched).withoutIdentity
    }

    /// What the new state has that the old one had not so.
    package var touched: FieldSet { added.union(modified) }

    /// Whether nothing differs.
    package var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }

    private mutating func compare(
        _ old: JSONValue,
        _ new: JSONValue,
        _ shape: any FieldShape,
        at path: [PathElement]
    ) {
        let depth = path.count
        if let before = FieldWalk.members(old, shape, depth: depth),
            let after = FieldWalk.members(new, shape, depth: depth)
        {
            for member in before {
                let below = shape.member(member.name).shape
                let path = path + [.field(member.name)]
                if let value = after[member.name] {
                    compare(member.value, value, below, at: path)
                } else {
                    Self.collect(member.value, below, at: path, &removed)
                }
            }
            for member in after where before[member.name] == nil {
                Self.collect(member.value, shape.member(member.name).shape, at: path + [.field(member.name)], &added)
            }
        } else if let before = Self.elements(old, shape, depth: depth),
            let after = Self.elements(new, shape, depth: depth)
        {
            compareLists(before, after, shape.element, at: path)
        } else if !old.isNumericallyEqual(to: new) {
            modified.insert(path)
            guard old.isContainer != new.isContainer else { return }
            Self.collectBelow(old, shape, at: path, &removed)
            Self.collectBelow(new, shape, at: path, &added)
        }
    }

    private mutating func compareLists(
        _ before: [PathElement: [JSONValue]],
        _ after: [PathElement: [JSONValue]],
        _ shape: any FieldShape,
        at path: [PathElement]
    ) {
        for (identity, old) in before {
            let path = path + [identity]
            switch after[identity] {
            case nil: for value in old { Self.collect(value, shape, at: path, &removed) }
            case let new? where old.count == 1 && new.count == 1: compare(old[0], new[0], shape, at: path)
            case let new?: if old != new { modified.insert(path) }
            }
        }
        for (identity, new) in after where before[identity] == nil {
            for value in new { Self.collect(value, shape, at: path + [identity], &added) }
        }
    }

    private static func elements(
        _ value: JSONValue,
        _ shape: any FieldShape,
        depth: Int
    ) -> [PathElement: [JSONValue]]? {
        guard let elements = value.array, let identities = FieldWalk.identities(value, shape, depth: depth) else {
            return nil
        }
        var result: [PathElement: [JSONValue]] = [:]
        for (value, identity) in zip(elements, identities) { result[identity, default: []].append(value) }
        return result
    }

    /// Adds a value that only one side has, with all that it holds.
    private static func collect(
        _ value: JSONValue,
        _ shape: any FieldShape,
        at path: [PathElement],
        _ set: inout FieldSet
    ) {
        set.insert(path)
        collectBelow(value, shape, at: path, &set)
    }

    private static func collectBelow(
        _ value: JSONValue,
        _ shape: any FieldShape,
        at path: [PathElement],
        _ set: inout FieldSet
    ) {
        if let members = FieldWalk.members(value, shape, depth: path.count) {
            for member in members {
                collect(member.value, shape.member(member.name).shape, at: path + [.field(member.name)], &set)
            }
        } else if let elements = elements(value, shape, depth: path.count) {
            let element = shape.element
            for (identity, values) in elements {
                guard values.count == 1 else {
                    set.insert(path + [identity])
                    continue
                }
                collect(values[0], element, at: path + [identity], &set)
            }
        }
    }
}
