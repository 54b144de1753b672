/// What makes a configuration unfit to be applied: list elements that cannot be told apart.
package enum FieldFaults {
    private static let countLimit = 16

    /// Each fault with the path of its list, such as `.spec.ports: duplicate entries for key [port=80]`; empty when fit.
    package static func of(_ configuration: JSONValue, _ shape: any FieldShape) -> [String] {
        var found: [String] = []
        collect(in: configuration, shape, at: "", depth: 0, &found)
        return found
    }

    private static func collect(
        in value: JSONValue,
        _ shape: any FieldShape,
        at path: String,
        depth: Int,
        _ found: inout [String]
    ) {
        guard found.count < countLimit else { return }
        if let members = FieldWalk.members(value, shape, depth: depth) {
            for member in members {
                let path = path + PathElement.field(member.name).pathText
                collect(in: member.value, shape.member(member.name).shape, at: path, depth: depth + 1, &found)
            }
            return
        }
        guard depth < FieldWalk.depthLimit, shape.list != .atomic, let elements = value.array else { return }
        var seen: Set<PathElement> = []
        let element = shape.element
        for (index, value) in elements.enumerated() {
            guard let identity = FieldWalk.identity(of: value, shape.list, element) else {
                found.append("\(path): element \(index): \(missingKey(of: value, shape.list, element))")
                continue
            }
            guard seen.insert(identity).inserted else {
                found.append("\(path): duplicate entries for key \(identity.pathText)")
                continue
            }
            collect(in: value, element, at: path + identity.pathText, depth: depth + 1, &found)
        }
    }

    private static func missingKey(of value: JSONValue, _ list: ListShape, _ element: any FieldShape) -> String {
        guard case .map(let keys) = list, let object = value.object else {
            return "associative list with keys may not have non-map elements"
        }
        let missing = keys.first { (object[$0]?.isNull ?? true) && element.keyDefault($0) == nil } ?? ""
        return "associative list with keys has an element that omits key field \"\(missing)\" "
            + "(and doesn't have default value)"
    }
}
