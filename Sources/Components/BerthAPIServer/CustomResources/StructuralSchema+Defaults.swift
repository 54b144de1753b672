import Kubernetes

/// What a write of a custom object does before it is judged: defaults are filled in, unknown members fall away.
extension StructuralSchema {
    /// Fills in defaults of absent members, and of nulls that may not stand.
    func applyDefaults(to value: inout JSONValue) {
        switch value {
        case .object(var object):
            for (name, schema) in properties {
                let isUnset = object[name] == nil || object[name]?.isNull == true && !schema.isNullable
                if isUnset, let defaultValue = schema.defaultValue { object[name] = defaultValue }
                if var member = object[name] {
                    schema.applyDefaults(to: &member)
                    object[name] = member
                }
            }
            if case .schema(let schemas) = additional, let schema = schemas.first {
                for name in object.names where properties[name] == nil {
                    guard var member = object[name] else { continue }
                    schema.applyDefaults(to: &member)
                    object[name] = member
                }
            }
            value = .object(object)
        case .array(let elements):
            guard let schema = items.first else { return }
            value = .array(
                elements.map { element in
                    var element = element
                    schema.applyDefaults(to: &element)
                    return element
                }
            )
        default: return
        }
    }

    /// Removes members that the schema does not have, and nulls of members that may not be null.
    func prune(_ value: inout JSONValue, isRoot: Bool = false) {
        switch value {
        case .object(var object):
            for name in object.names {
                if (isRoot || isEmbeddedResource) && Self.common.contains(name) { continue }
                guard let schema = member(name) else {
                    object[name] = nil
                    continue
                }
                guard var member = object[name] else { continue }
                if member.isNull {
                    if properties[name] != nil, !schema.isNullable { object[name] = nil }
                    continue
                }
                if schema.isOpen { continue }
                schema.prune(&member)
                object[name] = member
            }
            value = .object(object)
        case .array(let elements):
            guard let schema = items.first, !schema.isOpen else { return }
            value = .array(
                elements.map { element in
                    var element = element
                    schema.prune(&element)
                    return element
                }
            )
        default: return
        }
    }

    /// Whether nothing below is known, so that there is nothing to remove.
    private var isOpen: Bool {
        guard preservesUnknownFields, properties.isEmpty, items.isEmpty else { return false }
        if case .schema = additional { return false }
        return true
    }

    /// Adds the paths of members that would be pruned.
    func collectUnknown(in value: JSONValue, at path: String, isRoot: Bool, _ found: inout [String]) {
        switch value {
        case .object(let object):
            for member in object {
                let place = path.isEmpty ? member.name : "\(path).\(member.name)"
                if (isRoot || isEmbeddedResource) && Self.common.contains(member.name) {
                    if member.name == "metadata" {
                        BuiltInDecoding.collectUnknown(in: member.value, .type("ObjectMeta"), at: place, &found)
                    }
                    continue
                }
                guard let schema = self.member(member.name) else {
                    found.append(place)
                    continue
                }
                if !schema.isOpen { schema.collectUnknown(in: member.value, at: place, isRoot: false, &found) }
            }
        case .array(let elements):
            guard let schema = items.first, !schema.isOpen else { return }
            for (index, element) in elements.enumerated() {
                schema.collectUnknown(in: element, at: "\(path)[\(index)]", isRoot: false, &found)
            }
        default: return
        }
    }
}
