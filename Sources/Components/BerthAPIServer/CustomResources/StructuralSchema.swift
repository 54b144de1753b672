import Kubernetes

/// The schema of a custom resource, read once from its definition (`apiextensions.k8s.io/v1 JSONSchemaProps`).
struct StructuralSchema: Sendable {
    /// What members may stand beside the named ones.
    enum Additional: Sendable {
        case none
        case anything
        /// One schema; an array because a struct cannot hold itself.
        case schema([StructuralSchema])
    }

    var type = ""
    var format = ""
    var isNullable = false
    var preservesUnknownFields = false
    var isIntOrString = false
    var isEmbeddedResource = false
    var properties: [String: StructuralSchema] = [:]
    var additional = Additional.none
    /// At most one.
    var items: [StructuralSchema] = []
    var required: [String] = []
    var allowedValues: [JSONValue]?
    var pattern: String?
    var minimum: Double?
    var maximum: Double?
    var isMinimumExclusive = false
    var isMaximumExclusive = false
    var multipleOf: Double?
    var lengths: (minimum: Int64?, maximum: Int64?) = (nil, nil)
    var itemCounts: (minimum: Int64?, maximum: Int64?) = (nil, nil)
    var memberCounts: (minimum: Int64?, maximum: Int64?) = (nil, nil)
    var hasUniqueItems = false
    var allOf: [StructuralSchema] = []
    var anyOf: [StructuralSchema] = []
    var oneOf: [StructuralSchema] = []
    /// At most one.
    var not: [StructuralSchema] = []
    var defaultValue: JSONValue?
    var listType = ""
    var listMapKeys: [String] = []
    var mapType = ""

    /// How deep schemas may nest; what lies deeper takes anything.
    static let depthLimit = 64

    /// Takes anything.
    static var anything: StructuralSchema {
        var schema = StructuralSchema()
        schema.preservesUnknownFields = true
        return schema
    }

    private init() {}

    /// Reads a schema object; what is malformed was refused with the definition.
    init(parsing json: JSONValue) { self = Self.parse(json, depth: 0) }

    private static func parse(_ json: JSONValue, depth: Int) -> StructuralSchema {
        guard depth < depthLimit else { return anything }
        var schema = StructuralSchema()
        func below(_ value: JSONValue) -> StructuralSchema { parse(value, depth: depth + 1) }
        func list(_ name: String) -> [StructuralSchema] { (json[name]?.array ?? []).map(below) }
        schema.type = json["type"]?.string ?? ""
        schema.format = json["format"]?.string ?? ""
        schema.isNullable = json["nullable"]?.bool ?? false
        schema.preservesUnknownFields = json["x-kubernetes-preserve-unknown-fields"]?.bool ?? false
        schema.isIntOrString = json["x-kubernetes-int-or-string"]?.bool ?? false
        schema.isEmbeddedResource = json["x-kubernetes-embedded-resource"]?.bool ?? false
        for member in json["properties"]?.object ?? JSONObject() {
            schema.properties[member.name] = below(member.value)
        }
        switch json["additionalProperties"] {
        case .bool(true)?: schema.additional = .anything
        case .object(let object)?: schema.additional = .schema([below(.object(object))])
        default: break
        }
        if let items = json["items"], items.object != nil { schema.items = [below(items)] }
        if let not = json["not"], not.object != nil { schema.not = [below(not)] }
        (schema.allOf, schema.anyOf, schema.oneOf) = (list("allOf"), list("anyOf"), list("oneOf"))
        schema.required = json["required"]?.strings ?? []
        schema.allowedValues = json["enum"]?.array
        schema.pattern = json["pattern"]?.string
        (schema.minimum, schema.maximum) = (number(json["minimum"]), number(json["maximum"]))
        schema.isMinimumExclusive = json["exclusiveMinimum"]?.bool ?? false
        schema.isMaximumExclusive = json["exclusiveMaximum"]?.bool ?? false
        schema.multipleOf = number(json["multipleOf"])
        schema.lengths = (json["minLength"]?.integer, json["maxLength"]?.integer)
        schema.itemCounts = (json["minItems"]?.integer, json["maxItems"]?.integer)
        schema.memberCounts = (json["minProperties"]?.integer, json["maxProperties"]?.integer)
        schema.hasUniqueItems = json["uniqueItems"]?.bool ?? false
        // a default of null is none
        if let value = json["default"], !value.isNull { schema.defaultValue = value }
        schema.listType = json["x-kubernetes-list-type"]?.string ?? ""
        schema.listMapKeys = json["x-kubernetes-list-map-keys"]?.strings ?? []
        schema.mapType = json["x-kubernetes-map-type"]?.string ?? ""
        return schema
    }

    static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .decimal(let text): Double(text)
        default: nil
        }
    }

    /// The schema of a member; nil when the object may not have it.
    func member(_ name: String) -> StructuralSchema? {
        if let known = properties[name] { return known }
        switch additional {
        case .anything: return .anything
        case .schema(let schemas): return schemas.first
        case .none: return preservesUnknownFields ? .anything : nil
        }
    }

    /// Members that every object has and no schema needs to name.
    static let common: Set<String> = ["apiVersion", "kind", "metadata"]
}
