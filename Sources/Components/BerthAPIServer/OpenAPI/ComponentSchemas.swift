import Kubernetes

/// The `components.schemas` of a document: the types of its kinds and all they refer to.
struct ComponentSchemas {
    private var kinds: [String: [GroupVersionKind]] = [:]
    private var custom: [String: JSONValue] = [:]

    /// Adds a resource's type; one whose shape is unknown takes anything.
    mutating func add(_ kind: ResourceKind) {
        switch kind.schema?.shape {
        case .builtIn(let name)?: add(name, kind.gvk)
        case .custom(_, let openAPI)?: custom[Self.name(kind.gvk)] = Self.completed(openAPI, kind.gvk)
        case nil:
            if SchemaLibrary.builtIn.typeName(of: kind.gvk) != nil { return add(kind.gvk) }
            custom[Self.name(kind.gvk)] = Self.completed(
                [
                    "type": "object", "x-kubernetes-preserve-unknown-fields": true,
                    "properties": [
                        "spec": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                        "status": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                    ],
                ],
                kind.gvk
            )
        }
    }

    /// Adds a built-in type that a subresource speaks.
    mutating func add(_ gvk: GroupVersionKind) {
        if let name = SchemaLibrary.builtIn.typeName(of: gvk) { add(name, gvk) }
    }

    private mutating func add(_ name: String, _ gvk: GroupVersionKind) {
        if kinds[name]?.contains(gvk) != true { kinds[name, default: []].append(gvk) }
    }

    /// `io.openshift.config.v1.OAuth`: the group backwards, the version, the kind.
    private static func name(_ gvk: GroupVersionKind) -> String {
        let group = gvk.group.split(separator: ".").reversed().joined(separator: ".")
        return "\(group).\(gvk.version).\(gvk.kind)"
    }

    /// With apiVersion, kind, metadata and the extension that names the kind.
    private static func completed(_ schema: JSONValue, _ gvk: GroupVersionKind) -> JSONValue {
        var schema = schema
        schema.set(["type": "string"], at: ["properties", "apiVersion"])
        schema.set(["type": "string"], at: ["properties", "kind"])
        schema.set(
            ["allOf": [["$ref": .string("#/components/schemas/\(objectMeta)")]]],
            at: ["properties", "metadata"]
        )
        schema.set([OpenAPIPaths.extensionValue(gvk)], at: [OpenAPIPaths.kindExtension])
        return schema
    }

    private static let objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

    /// All types, those that are referred to included.
    var json: JSONValue {
        var open = Array(kinds.keys)
        if !custom.isEmpty { open.append(Self.objectMeta) }
        var types: [String: TypeSchema] = [:]
        while let name = open.popLast() {
            guard types[name] == nil, let type = SchemaLibrary.builtIn.type(name) else { continue }
            types[name] = type
            open += type.references
        }
        var all = types.map { ($0.key, $0.value.json(kinds: kinds[$0.key] ?? [])) } + custom.map { ($0.key, $0.value) }
        all += TypeSchema.scalars
        return .object(JSONObject(all.sorted { $0.0 < $1.0 }))
    }
}
