extension FieldSet {
    /// The paths that an object has by its shape.
    ///
    /// Leaves, whatever is empty, keys of maps and elements of lists; not the named objects that hold them.
    package static func of(_ object: JSONValue, _ shape: any FieldShape) -> FieldSet {
        below(object, shape, depth: 0) ?? FieldSet()
    }

    /// The paths in a value; nil when it is taken as a whole.
    private static func below(_ value: JSONValue, _ shape: any FieldShape, depth: Int) -> FieldSet? {
        if let members = FieldWalk.members(value, shape, depth: depth) {
            var set = FieldSet()
            for member in members {
                let (shape, isNamed) = shape.member(member.name)
                let below = below(member.value, shape, depth: depth + 1)
                let isEmpty = member.value.object?.isEmpty ?? false
                set[.field(member.name)] = Node(
                    isMember: below == nil || isEmpty || !isNamed,
                    below: below ?? FieldSet()
                )
            }
            return set
        }
        guard let elements = value.array,
            let identities = FieldWalk.identities(value, shape, depth: depth)
        else { return nil }
        var set = FieldSet()
        var seen: Set<PathElement> = []
        let element = shape.element
        for (value, identity) in zip(elements, identities) {
            let isFirst = seen.insert(identity).inserted
            // Of elements that are not told apart only the whole can be owned.
            let below = isFirst ? below(value, element, depth: depth + 1) : nil
            set[identity] = Node(isMember: true, below: below ?? FieldSet())
        }
        return set
    }

    /// The set with the named objects that hold its paths.
    func withNamedFields(_ shape: any FieldShape) -> FieldSet {
        var result = FieldSet()
        for (element, node) in nodes {
            var (below, isNamed): (any FieldShape, Bool)
            if case .field(let name) = element {
                (below, isNamed) = shape.member(name)
            } else {
                (below, isNamed) = (shape.element, false)
            }
            result[element] = Node(isMember: node.isMember || isNamed, below: node.below.withNamedFields(below))
        }
        return result
    }
}
