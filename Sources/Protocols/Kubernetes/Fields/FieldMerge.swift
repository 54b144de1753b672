/// Lays one state of an object over another, and takes fields out of it, by its shape.
enum FieldMerge {
    /// The live object with everything that a configuration says.
    static func merge(
        _ configuration: JSONValue,
        into live: JSONValue,
        _ shape: any FieldShape,
        depth: Int = 0
    ) -> JSONValue {
        if let members = FieldWalk.members(configuration, shape, depth: depth),
            var merged = FieldWalk.members(live, shape, depth: depth)
        {
            for member in members {
                guard let present = merged[member.name] else {
                    merged[member.name] = member.value
                    continue
                }
                merged[member.name] = merge(
                    member.value,
                    into: present,
                    shape.member(member.name).shape,
                    depth: depth + 1
                )
            }
            return .object(merged)
        }
        if configuration.isNull, isMerged(live, shape, depth: depth) { return live }
        guard let wanted = FieldWalk.identities(configuration, shape, depth: depth),
            let present = FieldWalk.identities(live, shape, depth: depth),
            let elements = configuration.array, let old = live.array
        else { return configuration }
        return .array(merge(elements, wanted, into: old, present, shape.element, depth: depth))
    }

    /// Whether a value has parts that are merged one by one, so that nothing says nothing of them.
    private static func isMerged(_ value: JSONValue, _ shape: any FieldShape, depth: Int) -> Bool {
        if let members = FieldWalk.members(value, shape, depth: depth) { return !members.isEmpty }
        return !(FieldWalk.identities(value, shape, depth: depth) ?? []).isEmpty
    }

    /// A list in the order of the configuration; what only the live list has keeps its place as well as that allows.
    private static func merge(
        _ elements: [JSONValue],
        _ wanted: [PathElement],
        into old: [JSONValue],
        _ present: [PathElement],
        _ shape: any FieldShape,
        depth: Int
    ) -> [JSONValue] {
        let isWanted = Set(wanted)
        var places: [PathElement: [Int]] = [:]
        for (place, identity) in present.enumerated() { places[identity, default: []].append(place) }
        var shared = wanted.filter { places[$0] != nil }[...]
        var merged: Set<PathElement> = []
        var result: [JSONValue] = []
        result.reserveCapacity(old.count + elements.count)
        var next = 0
        for (value, identity) in zip(elements, wanted) {
            while next < present.count {
                let other = present[next]
                if !isWanted.contains(other) {
                    result.append(old[next])
                } else if !merged.contains(other), other == shared.first {
                    break
                }
                next += 1
            }
            merged.insert(identity)
            if let before = places[identity], before.count == 1 {
                result.append(merge(value, into: old[before[0]], shape, depth: depth + 1))
            } else {
                result.append(value)
            }
            if identity == shared.first { shared = shared.dropFirst() }
        }
        while next < present.count {
            if !isWanted.contains(present[next]) { result.append(old[next]) }
            next += 1
        }
        return result
    }

    /// The object without the fields of a set; what is empty without them goes too.
    static func remove(_ set: FieldSet, from object: JSONValue, _ shape: any FieldShape) -> JSONValue {
        guard !set.isEmpty else { return object }
        return rest(of: object, without: set, shape, depth: 0) ?? [:]
    }

    private static func rest(
        of value: JSONValue,
        without set: FieldSet,
        _ shape: any FieldShape,
        depth: Int
    ) -> JSONValue? {
        guard !set.isEmpty else { return value }
        if let members = FieldWalk.members(value, shape, depth: depth) {
            var result: [(String, JSONValue)] = []
            for member in members {
                let node = set[.field(member.name)]
                if node.isMember { continue }
                let below = shape.member(member.name).shape
                guard let value = rest(of: member.value, without: node.below, below, depth: depth + 1) else { continue }
                result.append((member.name, value))
            }
            return result.isEmpty && !members.isEmpty ? nil : .object(JSONObject(result))
        }
        guard let elements = value.array, let identities = FieldWalk.identities(value, shape, depth: depth) else {
            return value
        }
        let element = shape.element
        var result: [JSONValue] = []
        for (value, identity) in zip(elements, identities) {
            let node = set[identity]
            if node.isMember { continue }
            guard let value = rest(of: value, without: node.below, element, depth: depth + 1) else { continue }
            result.append(value)
        }
        return result.isEmpty && !elements.isEmpty ? nil : .array(result)
    }
}
