import Kubernetes

/// Types as schema objects of OpenAPI v3.
extension TypeSchema {
    private static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1"
    static let timeName = "\(meta).Time"
    static let microTimeName = "\(meta).MicroTime"
    static let quantityName = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    static let intOrStringName = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    /// The types of scalars with a name of their own.
    static let scalars: [(String, JSONValue)] = [
        (timeName, ["type": "string", "format": "date-time", "description": "A time in RFC 3339, to the second."]),
        (
            microTimeName,
            ["type": "string", "format": "date-time", "description": "A time in RFC 3339, to the microsecond."]
        ),
        (
            quantityName,
            [
                "oneOf": [["type": "string"], ["type": "number"]],
                "description": "An amount with an optional unit: 100m is a tenth, 1Gi is 1024 to the third power.",
            ]
        ),
        (
            intOrStringName,
            [
                "oneOf": [["type": "integer"], ["type": "string"]], "format": "int-or-string",
                "description": "A whole number or a text, such as a percentage or a name.",
            ]
        ),
    ]

    /// The schema object; `kinds` go into the extension by which clients find it.
    func json(kinds: [GroupVersionKind]) -> JSONValue {
        var value: JSONValue = ["type": "object"]
        if !description.isEmpty { value.set(.string(description), at: ["description"]) }
        if !fields.isEmpty {
            value.set(.object(JSONObject(fields.map { ($0.name, $0.json) })), at: ["properties"])
        }
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
    fileprivate var json: JSONValue {
        var value = type.json
        if !description.isEmpty { value.set(.string(description), at: ["description"]) }
        if let mergeKey {
            value.set(.string(mergeKey), at: ["x-kubernetes-patch-merge-key"])
            value.set(JSONValue(strings: [mergeKey]), at: ["x-kubernetes-list-map-keys"])
            value.set("map", at: ["x-kubernetes-list-type"])
        }
        if let patchStrategy { value.set(.string(patchStrategy), at: ["x-kubernetes-patch-strategy"]) }
        return value
    }
}

extension FieldType {
    /// A reference stands in `allOf`, so that a description may stand beside it.
    fileprivate var json: JSONValue {
        switch self {
        case .string: ["type": "string"]
        case .bytes: ["type": "string", "format": "byte"]
        case .time: Self.reference(TypeSchema.timeName)
        case .microTime: Self.reference(TypeSchema.microTimeName)
        case .quantity: Self.reference(TypeSchema.quantityName)
        case .intOrString: Self.reference(TypeSchema.intOrStringName)
        case .int32: ["type": "integer", "format": "int32"]
        case .int64: ["type": "integer", "format": "int64"]
        case .double: ["type": "number", "format": "double"]
        case .bool: ["type": "boolean"]
        case .any: ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        case .array(let element): ["type": "array", "items": element.json]
        case .map(let element): ["type": "object", "additionalProperties": element.json]
        case .type(let name): Self.reference(SchemaLibrary.builtIn.type(name)?.name ?? name)
        }
    }

    private static func reference(_ name: String) -> JSONValue {
        ["allOf": [["$ref": .string("#/components/schemas/\(name)")]]]
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
