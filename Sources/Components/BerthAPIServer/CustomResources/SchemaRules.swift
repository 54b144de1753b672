import Kubernetes

/// What a schema of a custom resource must be: structural, so that every field's type is known.
///
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ (structural schema)
enum SchemaRules {
    private static let types: Set<String> = ["array", "boolean", "integer", "number", "object", "string"]
    private static let refused = [
        "$ref", "definitions", "dependencies", "patternProperties", "additionalItems", "id", "$schema", "deprecated",
    ]
    private static let causeLimit = 50

    /// What is wrong with a schema.
    static func problems(_ schema: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        check(schema, field, isRoot: true, depth: 0, &causes)
        return causes
    }

    private static func check(
        _ schema: JSONValue,
        _ field: String,
        isRoot: Bool = false,
        depth: Int,
        _ causes: inout [Status.Cause]
    ) {
        guard causes.count < causeLimit else { return }
        guard depth < StructuralSchema.depthLimit else {
            causes.append(.forbidden(field, "is nested too deep"))
            return
        }
        guard schema.object != nil else {
            causes.append(.unquoted(field, schema.serialized(), "must be an object"))
            return
        }
        checkType(schema, field, isRoot: isRoot, &causes)
        for name in refused where schema[name] != nil {
            causes.append(.forbidden("\(field).\(name)", "\(name) is not supported"))
        }
        if schema["uniqueItems"]?.bool == true {
            causes.append(
                .forbidden(
                    "\(field).uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
                )
            )
        }
        if let pattern = schema["pattern"]?.string, !pattern.isEmpty, !SchemaPattern.isValid(pattern) {
            causes.append(.invalid("\(field).pattern", pattern, "must be a valid regular expression, but isn't"))
        }
        let properties = schema["properties"]?.object ?? JSONObject()
        let additional = schema["additionalProperties"]
        if !properties.isEmpty, additional?.object != nil {
            causes.append(
                .forbidden("\(field).additionalProperties", "additionalProperties and properties are mutual exclusive")
            )
        }
        for member in properties {
            check(member.value, "\(field).properties[\(member.name)]", depth: depth + 1, &causes)
        }
        if let additional, additional.object != nil {
            check(additional, "\(field).additionalProperties", depth: depth + 1, &causes)
        }
        if let items = schema["items"] {
            check(items, "\(field).items", depth: depth + 1, &causes)
        } else if schema["type"] == "array" {
            causes.append(.required("\(field).items", "must be specified"))
        }
        if isRoot { checkRootMembers(properties, field, &causes) }
        if !isRoot || schema["default"] != nil { checkDefault(schema, field, &causes) }
        causes += SchemaCollectionRules.problems(schema, field) + SchemaJunctionRules.problems(schema, field)
    }

    /// kind, apiVersion and metadata are the server's own: a schema may only say how names look.
    private static func checkRootMembers(
        _ properties: JSONObject,
        _ field: String,
        _ causes: inout [Status.Cause]
    ) {
        for name in ["apiVersion", "kind"] {
            guard let type = properties[name]?["type"]?.string, type != "string" else { continue }
            causes.append(.invalid("\(field).properties[\(name)].type", type, "must be string"))
        }
        guard let metadata = properties["metadata"] else { return }
        let place = "\(field).properties[metadata]"
        if let type = metadata["type"]?.string, type != "object" {
            causes.append(.invalid("\(place).type", type, "must be object"))
        }
        if metadata["default"] != nil {
            causes.append(.forbidden("\(place).default", "must not be set in top-level metadata"))
        }
        let names = metadata["properties"]?.object?.names ?? []
        if names.contains(where: { !["name", "generateName"].contains($0) }) {
            let why = "must not specify anything other than name and generateName, but metadata is implicitly specified"
            causes.append(.forbidden(place, why))
        }
    }

    /// A default is what its own schema takes, so that no object becomes invalid by it.
    private static func checkDefault(_ schema: JSONValue, _ field: String, _ causes: inout [Status.Cause]) {
        guard let value = schema["default"], !value.isNull else { return }
        let parsed = StructuralSchema(parsing: schema)
        let place = "\(field).default"
        var pruned = value
        parsed.prune(&pruned)
        if pruned != value { causes.append(.unquoted(place, value.serialized(), "must not have unknown fields")) }
        for cause in parsed.problems(in: value, isRoot: false) {
            var cause = cause
            cause.field = cause.field == "<nil>" ? place : "\(place).\(cause.field)"
            causes.append(cause)
        }
    }

    private static func checkType(
        _ schema: JSONValue,
        _ field: String,
        isRoot: Bool,
        _ causes: inout [Status.Cause]
    ) {
        let type = schema["type"]?.string ?? ""
        let isIntOrString = schema["x-kubernetes-int-or-string"]?.bool == true
        let isOpen = schema["x-kubernetes-preserve-unknown-fields"]?.bool == true
        if isRoot, type != "object" {
            causes.append(
                type.isEmpty
                    ? .required("\(field).type", "must not be empty at the root")
                    : .invalid("\(field).type", type, "must be object at the root")
            )
            return
        }
        if type.isEmpty {
            if !isIntOrString, !isOpen {
                causes.append(.required("\(field).type", "must not be empty for specified object fields"))
            }
        } else if !types.contains(type) {
            causes.append(.notSupported("\(field).type", type, words: Array(types)))
        } else if isIntOrString {
            causes.append(.invalid("\(field).type", type, "must be empty if x-kubernetes-int-or-string is true"))
        }
    }
}
