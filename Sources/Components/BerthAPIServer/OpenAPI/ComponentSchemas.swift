import Kubernetes

/// The types of a document: those of its kinds and all they refer to.
struct ComponentSchemas {
    private let dialect: OpenAPIDialect
    private var kinds: [String: [GroupVersionKind]] = [:]
    private var custom: [String: (gvk: GroupVersionKind, openAPI: JSONValue?)] = [:]

    init(_ dialect: OpenAPIDialect) { self.dialect = dialect }

    /// Adds a resource's type; one whose shape is unknown takes anything.
    mutating func add(_ kind: ResourceKind) {
        switch kind.schema?.shape {
        case .builtIn(let name)?: add(name, kind.gvk)
        case .custom(_, let openAPI)?: custom[Self.name(kind.gvk)] = (kind.gvk, openAPI)
        case nil:
            if SchemaLibrary.builtIn.typeName(of: kind.gvk) != nil { return add(kind.gvk) }
            custom[Self.name(kind.gvk)] = (kind.gvk, nil)
        }
    }

    /// Adds a built-in type that a subresource speaks.
    mutating func add(_ gvk: GroupVersionKind) {
        if let name = SchemaLibrary.builtIn.typeName(of: gvk) { add(name, gvk) }
    }

    private mutating func add(_ name: String, _ gvk: GroupVersionKind) {
        if kinds[name]?.contains(gvk) != true { kinds[name, default: []].append(gvk) }
    }

    /// The name of a resource's type.
    static func typeName(of kind: ResourceKind) -> String {
        if case .builtIn(let name)? = kind.schema?.shape { return name }
        return SchemaLibrary.builtIn.typeName(of: kind.gvk) ?? name(kind.gvk)
    }

    /// `io.openshift.config.v1.OAuth`: the group backwards, the version, the kind.
    private static func name(_ gvk: GroupVersionKind) -> String {
        let group = gvk.group.split(separator: ".").reversed().joined(separator: ".")
        return "\(group).\(gvk.version).\(gvk.kind)"
    }

    /// With apiVersion, kind, metadata and the extension that names the kind.
    private func completed(_ openAPI: JSONValue?, _ gvk: GroupVersionKind) -> JSONValue {
        var schema: JSONValue
        switch (dialect, openAPI) {
        case (.v2, let openAPI): schema = OpenAPIV2Schema.converted(openAPI ?? [:], isRoot: true)
        case (.v3, let openAPI?): schema = openAPI
        case (.v3, nil): schema = Self.anything
        }
        // whoever reads v2 takes an object without properties as one with any
        if dialect == .v3 || schema["properties"] != nil {
            schema.set(["type": "string"], at: ["properties", "apiVersion"])
            schema.set(["type": "string"], at: ["properties", "kind"])
            schema.set(dialect.reference(Self.objectMeta), at: ["properties", "metadata"])
        }
        schema.set([OpenAPIPaths.extensionValue(gvk)], at: [OpenAPIPaths.kindExtension])
        return schema
    }

    private static let objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
    private static let anything: JSONValue = [
        "type": "object", "x-kubernetes-preserve-unknown-fields": true,
        "properties": [
            "spec": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
            "status": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
        ],
    ]

    /// Hands out all types by their names, those that are referred to included; each is made when its turn comes.
    func forEach(_ body: (_ name: String, _ schema: JSONValue) -> Void) {
        var open = Array(kinds.keys)
        if !custom.isEmpty { open.append(Self.objectMeta) }
        var types: [String: TypeSchema] = [:]
        while let name = open.popLast() {
            guard types[name] == nil, let type = SchemaLibrary.builtIn.type(name) else { continue }
            types[name] = type
            open += type.references
        }
        let scalars = Dictionary(dialect.scalars) { first, _ in first }
        for name in Set(types.keys).union(custom.keys).union(scalars.keys).sorted() {
            if let type = types[name] {
                body(name, type.json(kinds: kinds[name] ?? [], dialect))
            } else if let (gvk, openAPI) = custom[name] {
                body(name, completed(openAPI, gvk))
            } else if let scalar = scalars[name] {
                body(name, scalar)
            }
        }
    }

    /// All types as one object.
    var json: JSONValue {
        var all: [(String, JSONValue)] = []
        forEach { all.append(($0, $1)) }
        return .object(JSONObject(all))
    }
}
