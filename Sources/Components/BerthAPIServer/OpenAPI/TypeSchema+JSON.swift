import Kubernetes

/// Types as schema objects of OpenAPI.
extension TypeSchema {
    private static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1"
    static let timeName = "\(meta).Time"
    static let microTimeName = "\(meta).MicroTime"
    static let quantityName = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    static let intOrStringName = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    fileprivate static let mapType = "x-kubernetes-map-type"

    /// The schema object; `kinds` go into the extension by which clients find it.
    func json(kinds: [GroupVersionKind], _ dialect: OpenAPIDialect) -> JSONValue {
        var value: JSONValue = ["type": "object"]
        if !description.isEmpty { value.set(.string(description), at: ["description"]) }
        if !fields.isEmpty {
            let properties = fields.map { ($0.name, $0.json(in: self, dialect)) }
            value.set(.object(JSONObject(properties)), at: ["properties"])
        }
        if BuiltInShapeFacts.atomicTypes.contains(alias) { value.set("atomic", at: [Self.mapType]) }
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { value.set(JSONValue(strings: required), at: ["required"]) }
        if !kinds.isEmpty {
            value.set(.array(kinds.map(OpenAPIPaths.extensionValue)), at: [OpenAPIPaths.kindExtension])
        }
        return value
    }

    /// Full names of the types its fields have.
    var references: [String] { fields.compactMap { $0.type.reference } }
}

extension TypeSchema.Field {
    /// The member of a type; how it is merged is said as ``BuiltInShape`` takes it.
    fileprivate func json(in owner: TypeSchema, _ dialect: OpenAPIDialect) -> JSONValue {
        var value = type.json(dialect)
        let place = "\(owner.lastName).\(name)"
        if !description.isEmpty { value.set(.string(description), at: ["description"]) }
        // v2 has no defaults, as its readers expect
        if dialect == .v3, let standard = BuiltInShapeFacts.keyDefaults[place] { value.set(standard, at: ["default"]) }
        switch BuiltInShape.list(self, at: place) {
        case .atomic: break
        case .set: value.set("set", at: ["x-kubernetes-list-type"])
        case .map(let keys):
            value.set(JSONValue(strings: keys), at: ["x-kubernetes-list-map-keys"])
            value.set("map", at: ["x-kubernetes-list-type"])
        }
        if BuiltInShapeFacts.atomicFields.contains(place) { value.set("atomic", at: [TypeSchema.mapType]) }
        if let mergeKey { value.set(.string(mergeKey), at: ["x-kubernetes-patch-merge-key"]) }
        if let patchStrategy { value.set(.string(patchStrategy), at: ["x-kubernetes-patch-strategy"]) }
        return value
    }
}

extension FieldType {
    fileprivate func json(_ dialect: OpenAPIDialect) -> JSONValue {
        switch self {
        case .string: ["type": "string"]
        case .bytes: ["type": "string", "format": "byte"]
        case .time: dialect.reference(TypeSchema.timeName)
        case .microTime: dialect.reference(TypeSchema.microTimeName)
        case .quantity: dialect.reference(TypeSchema.quantityName)
        case .intOrString: dialect.reference(TypeSchema.intOrStringName)
        case .int32: ["type": "integer", "format": "int32"]
        case .int64: ["type": "integer", "format": "int64"]
        case .double: ["type": "number", "format": "double"]
        case .bool: ["type": "boolean"]
        case .any:
            // an object without members takes objects only for the readers of v2
            dialect == .v2
                ? ["x-kubernetes-preserve-unknown-fields": true]
                : ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        case .array(let element): ["type": "array", "items": element.json(dialect)]
        case .map(let element): ["type": "object", "additionalProperties": element.json(dialect)]
        case .type(let name): dialect.reference(SchemaLibrary.builtIn.type(name)?.name ?? name)
        }
    }

    /// The full name of the type below arrays and maps.
    var reference: String? {
        switch self {
        case .array(let element), .map(let element): element.reference
        case .type(let name): SchemaLibrary.builtIn.type(name)?.name
        default: nil
        }
    }
}
