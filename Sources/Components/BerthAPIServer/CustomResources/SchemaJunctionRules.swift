import Kubernetes

/// What may stand below `allOf`, `anyOf`, `oneOf` and `not`: conditions only, the types stand outside.
enum SchemaJunctionRules {
    private static let junctions = ["allOf", "anyOf", "oneOf"]
    private static let outside = ["description", "title", "type", "default", "nullable"]

    static func problems(_ schema: JSONValue, _ field: String) -> [Status.Cause] {
        let isIntOrString = schema["x-kubernetes-int-or-string"]?.bool == true
        return below(schema, field).flatMap { part, place -> [Status.Cause] in
            // an integer or a text is told by the two types in anyOf, also within allOf
            if isIntOrString, isOfTypes(part, place) { return [] }
            return check(part, place, isIntOrString: isIntOrString, depth: 0)
        }
    }

    private static func below(_ schema: JSONValue, _ field: String) -> [(JSONValue, String)] {
        var parts = junctions.flatMap { name in
            (schema[name]?.array ?? []).enumerated().map { ($0.element, "\(field).\(name)[\($0.offset)]") }
        }
        if let not = schema["not"], not.object != nil { parts.append((not, "\(field).not")) }
        return parts
    }

    private static func isOfTypes(_ part: JSONValue, _ place: String) -> Bool {
        let isType = { (value: JSONValue) in value == ["type": "integer"] || value == ["type": "string"] }
        if isType(part) { return place.contains(".anyOf[") }
        return part["anyOf"]?.array.map { !$0.isEmpty && $0.allSatisfy(isType) } ?? false
    }

    private static func check(
        _ part: JSONValue,
        _ field: String,
        isIntOrString: Bool,
        depth: Int
    ) -> [Status.Cause] {
        guard depth < StructuralSchema.depthLimit, let members = part.object else { return [] }
        var causes: [Status.Cause] = []
        for member in members {
            let place = "\(field).\(member.name)"
            if member.name == "default" {
                causes.append(.forbidden(place, "must be undefined to be structural"))
            } else if outside.contains(member.name), member.value != "", member.value != false {
                causes.append(.forbidden(place, "must be empty to be structural"))
            } else if member.name.hasPrefix("x-kubernetes-"), member.name != "x-kubernetes-validations" {
                causes.append(.forbidden(place, "must be undefined to be structural"))
            } else if member.name == "additionalProperties" {
                causes.append(.forbidden(place, "must be undefined to be structural"))
            }
        }
        var inner = below(part, field)
        for member in part["properties"]?.object ?? JSONObject() {
            inner.append((member.value, "\(field).properties[\(member.name)]"))
        }
        if let items = part["items"] { inner.append((items, "\(field).items")) }
        return causes + inner.flatMap { check($0, $1, isIntOrString: isIntOrString, depth: depth + 1) }
    }
}
