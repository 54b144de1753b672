import Kubernetes

/// A custom resource's schema, written for OpenAPI v3, as the readers of v2 understand it.
///
/// They know no alternatives and no null, and take an object with properties as one that has no others: what they
/// would judge wrongly is left open (as apiextensions' own conversion does).
enum OpenAPIV2Schema {
    private static let dropped: Set<String> = ["default", "nullable", "oneOf", "anyOf", "allOf", "not", "example"]
    private static let shape: Set<String> = ["type", "properties", "items", "additionalProperties", "required"]

    static func converted(_ schema: JSONValue, isRoot: Bool = false) -> JSONValue {
        let isOpen = schema["x-kubernetes-preserve-unknown-fields"] == true || schema["nullable"] == true
        var members = JSONObject()
        if isRoot { members["type"] = "object" }
        for member in schema.object ?? JSONObject() where !dropped.contains(member.name) {
            if isOpen, shape.contains(member.name) { continue }
            switch member.name {
            case "type" where schema["x-kubernetes-int-or-string"] == true: continue
            case "properties":
                let properties = (member.value.object ?? JSONObject()).map { ($0.name, converted($0.value)) }
                members[member.name] = .object(JSONObject(properties))
            case "items" where member.value.object != nil, "additionalProperties" where member.value.object != nil:
                members[member.name] = converted(member.value)
            default: members[member.name] = member.value
            }
        }
        return .object(members)
    }
}
