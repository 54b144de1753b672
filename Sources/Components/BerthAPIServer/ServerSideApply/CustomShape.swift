import Kubernetes

/// The shape of a custom resource: the `x-kubernetes-list-type`, `-list-map-keys` and `-map-type` of its schema.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
struct CustomShape: FieldShape {
    private let schema: StructuralSchema
    private let isObject: Bool

    /// The shape of a whole object.
    init(root schema: StructuralSchema) { self.init(schema, isObject: true) }

    private init(_ schema: StructuralSchema, isObject: Bool) {
        (self.schema, self.isObject) = (schema, isObject || schema.isEmbeddedResource)
    }

    var isAtomic: Bool { schema.mapType == "atomic" && !isObject }

    var list: ListShape {
        switch schema.listType {
        case "set": .set
        case "map" where !schema.listMapKeys.isEmpty: .map(schema.listMapKeys)
        default: .atomic
        }
    }

    var element: any FieldShape {
        guard let items = schema.items.first else { return DeducedShape() }
        return CustomShape(items, isObject: false)
    }

    func member(_ name: String) -> (shape: any FieldShape, isNamed: Bool) {
        if isObject, StructuralSchema.common.contains(name) {
            return name == "metadata" ? (BuiltInShape("ObjectMeta"), true) : (DeducedShape(), true)
        }
        if let known = schema.properties[name] { return (CustomShape(known, isObject: false), true) }
        if case .schema(let schemas) = schema.additional, let values = schemas.first {
            return (CustomShape(values, isObject: false), false)
        }
        return (DeducedShape(), false)
    }

    func keyDefault(_ name: String) -> JSONValue? { schema.properties[name]?.defaultValue }
}

extension ResourceKind {
    /// How its objects are merged; a kind of which nothing is known is taken as it looks.
    var fieldShape: any FieldShape {
        switch schema?.shape {
        case .builtIn(let name)?: BuiltInShape(name)
        case .custom(let schema, _)?: CustomShape(root: schema)
        case nil: CustomShape(root: .anything)
        }
    }
}
