/// Merges lists that are sets of scalars, or maps of objects by one of their members.
struct StrategicListMerge {
    private let key: String?
    private let rules: PatchRules
    private let name: String

    /// For the list `name` of which the rules say this.
    init(_ member: PatchRules.Member, _ name: String) {
        if case .byKey(let key) = member.merge { self.key = key } else { key = nil }
        (rules, self.name) = (member.rules, name)
    }

    /// The list after a patch: the patch's elements in their order, those of before where they were among them.
    func merge(_ patch: [JSONValue], into old: [JSONValue]) throws(PatchError) -> [JSONValue] {
        guard !patch.isEmpty || !old.isEmpty else { return old }
        guard try areObjects(old + patch) else {
            var present: Set<JSONValue> = []
            let merged = (old + patch).filter { present.insert($0).inserted }
            return try arranged(merged, by: patch, after: old)
        }
        guard key != nil else { throw .malformed("cannot merge lists without merge key for \(name)") }
        let (kept, rest) = try followDirectives(patch, old)
        return try arranged(try mergeByKey(rest, into: kept), by: rest, after: kept)
    }

    /// Whether the elements are objects; all must be of one kind, and none a list.
    private func areObjects(_ elements: [JSONValue]) throws(PatchError) -> Bool {
        var isObject: Bool?
        for element in elements {
            switch element {
            case .array: throw .malformed("lists of lists are not supported")
            case .null: throw .malformed("list element types are not identical: \(name) holds null")
            default:
                let isThisObject = element.object != nil
                guard isObject ?? isThisObject == isThisObject else {
                    throw .malformed("list element types are not identical: \(name)")
                }
                isObject = isThisObject
            }
        }
        return isObject ?? false
    }

    /// What of the old list stays and what of the patch is to be merged, once its `$patch` elements have been followed.
    private func followDirectives(
        _ patch: [JSONValue],
        _ old: [JSONValue]
    ) throws(PatchError) -> (kept: [JSONValue], rest: [JSONValue]) {
        var rest: [JSONValue] = []
        var deleted: Set<JSONValue> = []
        var isReplaced = false
        for element in patch {
            guard let word = element[StrategicMergePatch.directive] else {
                rest.append(element)
                continue
            }
            switch word {
            case "delete": deleted.insert(try keyValue(of: element))
            case "replace": isReplaced = true
            case "merge": throw .malformed("merging lists cannot yet be specified in the patch")
            default: throw StrategicMergePatch.unknownDirective(word)
            }
        }
        guard !isReplaced else { return ([], rest) }
        guard !deleted.isEmpty else { return (old, rest) }
        let kept = old.filter { element in optionalKeyValue(of: element).map { !deleted.contains($0) } ?? true }
        return (kept, rest)
    }

    private func mergeByKey(_ patch: [JSONValue], into old: [JSONValue]) throws(PatchError) -> [JSONValue] {
        var merged = old
        var positions: [JSONValue: Int] = [:]
        for (index, element) in old.enumerated() {
            guard let value = optionalKeyValue(of: element), positions[value] == nil else { continue }
            positions[value] = index
        }
        for element in patch {
            let value = try keyValue(of: element)
            if let index = positions[value], let old = merged[index].object, let patch = element.object {
                merged[index] = .object(try StrategicMergePatch.merge(patch, into: old, rules))
            } else if let added = StrategicMergePatch.withoutDirectives(element) {
                positions[value] = merged.count
                merged.append(added)
            }
        }
        return merged
    }

    /// Puts elements in order: those of `order` by it, the others by where they were before, merged as well as both allow.
    func arranged(
        _ elements: [JSONValue],
        by order: [JSONValue],
        after old: [JSONValue]
    ) throws(PatchError) -> [JSONValue] {
        let ordered = try positions(in: order)
        let before = try positions(in: old)
        var named: [(element: JSONValue, place: Int, before: Int?)] = []
        var others: [(element: JSONValue, place: Int)] = []
        for element in elements {
            let value = try identity(of: element)
            if let place = ordered[value] {
                named.append((element, place, before[value]))
            } else {
                others.append((element, before[value] ?? Int.max))
            }
        }
        named.sort { $0.place < $1.place }
        others.sort { $0.place < $1.place }
        var result: [JSONValue] = []
        result.reserveCapacity(elements.count)
        var next = others[...]
        for item in named {
            while let other = next.first, let place = item.before, other.place < place {
                result.append(other.element)
                next = next.dropFirst()
            }
            result.append(item.element)
        }
        return result + next.map(\.element)
    }

    /// The first place of each element.
    private func positions(in list: [JSONValue]) throws(PatchError) -> [JSONValue: Int] {
        var positions: [JSONValue: Int] = [:]
        for (index, element) in list.enumerated() {
            let value = try identity(of: element)
            if positions[value] == nil { positions[value] = index }
        }
        return positions
    }

    /// Refuses an order that lacks elements of the patch, or has them in another order.
    func check(_ patch: [JSONValue], against order: [JSONValue]) throws(PatchError) {
        guard !patch.isEmpty, !order.isEmpty else { return }
        var rest = order[...]
        for element in patch where element[StrategicMergePatch.directive] == nil {
            let value = try identity(of: element)
            while let first = rest.first, try identity(of: first) != value { rest = rest.dropFirst() }
            guard !rest.isEmpty else {
                throw .malformed("The order in patch list doesn't match $setElementOrder list: \(name)")
            }
            rest = rest.dropFirst()
        }
    }

    /// What tells an element from others: its key's value, or the scalar itself.
    private func identity(of element: JSONValue) throws(PatchError) -> JSONValue {
        guard key == nil else { return try keyValue(of: element) }
        guard !element.isContainer else { throw .malformed("cannot merge lists without merge key for \(name)") }
        return element
    }

    private func optionalKeyValue(of element: JSONValue) -> JSONValue? {
        key.flatMap { element[$0] }.flatMap { $0.isContainer ? nil : $0 }
    }

    private func keyValue(of element: JSONValue) throws(PatchError) -> JSONValue {
        guard element.object != nil else { throw .malformed("value of \(name) is not a map") }
        guard let value = optionalKeyValue(of: element) else {
            throw .malformed("map of \(name) does not contain declared merge key: \(key ?? "")")
        }
        return value
    }
}
