import Kubernetes

/// What a schema may say of how lists and maps are merged.
///
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy>
enum SchemaCollectionRules {
    static func problems(_ schema: JSONValue, _ field: String) -> [Status.Cause] {
        let isOpen = schema["x-kubernetes-preserve-unknown-fields"]
        var causes: [Status.Cause] = []
        if isOpen == false {
            let why = "must be true or undefined"
            causes.append(.unquoted("\(field).x-kubernetes-preserve-unknown-fields", "false", why))
        }
        if schema["x-kubernetes-embedded-resource"]?.bool == true {
            let type = schema["type"]?.string ?? ""
            if type != "object" {
                let why = "must be object if x-kubernetes-embedded-resource is true"
                causes.append(.invalid("\(field).type", type, why))
            }
            if isOpen != true, schema["properties"]?.object?.isEmpty ?? true {
                let why =
                    "must not be empty if x-kubernetes-embedded-resource is true without "
                    + "x-kubernetes-preserve-unknown-fields"
                causes.append(.required("\(field).properties", why))
            }
        }
        return causes + map(schema, field) + list(schema, field)
    }

    private static func map(_ schema: JSONValue, _ field: String) -> [Status.Cause] {
        guard let kind = schema["x-kubernetes-map-type"]?.string else { return [] }
        var causes = FieldRules.oneOf(.string(kind), ["atomic", "granular"], "\(field).x-kubernetes-map-type")
        let type = schema["type"]?.string ?? ""
        if type != "object" {
            causes.append(.invalid("\(field).type", type, "must be object if x-kubernetes-map-type is specified"))
        }
        return causes
    }

    private static func list(_ schema: JSONValue, _ field: String) -> [Status.Cause] {
        let keys = schema["x-kubernetes-list-map-keys"]?.strings ?? []
        guard let kind = schema["x-kubernetes-list-type"]?.string else {
            let why = "must be map if x-kubernetes-list-map-keys is non-empty"
            return keys.isEmpty ? [] : [.required("\(field).x-kubernetes-list-type", why)]
        }
        var causes = FieldRules.oneOf(
            .string(kind),
            ["atomic", "map", "set"],
            "\(field).x-kubernetes-list-type"
        )
        if schema["type"] != "array" {
            let why = "must be array if x-kubernetes-list-type is specified"
            causes.append(.invalid("\(field).type", schema["type"]?.string ?? "", why))
        }
        let items = schema["items"] ?? [:]
        switch kind {
        case "map": causes += keyed(items, keys, field)
        case "set":
            let member = ["object": "x-kubernetes-map-type", "array": "x-kubernetes-list-type"]
            guard let name = member[items["type"]?.string ?? ""], items[name] != "atomic" else { break }
            let why = "must be atomic as item of a list with x-kubernetes-list-type=set"
            causes.append(.unquoted("\(field).items.\(name)", items[name]?.serialized() ?? "null", why))
        default: break
        }
        return causes
    }

    /// Elements are told apart by scalar members that each of them has.
    private static func keyed(_ items: JSONValue, _ keys: [String], _ field: String) -> [Status.Cause] {
        let place = "\(field).x-kubernetes-list-map-keys"
        if keys.isEmpty { return [.required(place, "must not be empty if x-kubernetes-list-type is map")] }
        let type = items["type"]?.string ?? ""
        guard type == "object" else {
            let why = "must be object if parent array's x-kubernetes-list-type is map"
            return [.invalid("\(field).items.type", type, why)]
        }
        var causes: [Status.Cause] = []
        let required = items["required"]?.strings ?? []
        for key in Set(keys).sorted() {
            guard let member = items["properties"]?[key] else {
                let why = "entries must all be names of item properties"
                causes.append(.unquoted(place, "[]string{\(keys.map(\.quoted).joined(separator: ", "))}", why))
                continue
            }
            let at = "\(field).items.properties[\(key)]"
            let type = member["type"]?.string ?? ""
            if type == "object" || type == "array" {
                let why = "must be a scalar type if parent array's x-kubernetes-list-type is map"
                causes.append(.invalid("\(at).type", type, why))
            }
            if member["nullable"]?.bool == true {
                let why = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"
                causes.append(.forbidden("\(at).nullable", why))
            }
            if member["default"] == nil, !required.contains(key) {
                let why =
                    "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required "
                    + "property"
                causes.append(.required("\(at).default", why))
            }
        }
        if Set(keys).count < keys.count {
            causes.append(.unquoted(place, JSONValue(strings: keys).serialized(), "must not contain duplicate entries"))
        }
        return causes
    }
}
