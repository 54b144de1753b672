package import Kubernetes

/// The shape of a kind: built in, or of a custom resource definition.
package struct ObjectSchema: Sendable {
    enum Shape: Sendable {
        /// A type of the ``SchemaLibrary``, by its full name.
        case builtIn(String)
        case custom(StructuralSchema, openAPI: JSONValue)
    }

    let shape: Shape

    /// The shape of a built-in kind; nil when it is not known.
    package init?(of gvk: GroupVersionKind) {
        guard let name = SchemaLibrary.builtIn.typeName(of: gvk) else { return nil }
        shape = .builtIn(name)
    }

    /// The shape that a custom resource definition gives, as a schema object of OpenAPI v3.
    package init(openAPI: JSONValue) {
        shape = .custom(StructuralSchema(parsing: openAPI), openAPI: openAPI)
    }

    /// Paths of members that the schema does not know, as strict decoding names them.
    ///
    /// Such as `spec.foo` and `spec.list[0].bar`, in the order in which they stand.
    package func unknownFields(in object: JSONValue) -> [String] {
        var found: [String] = []
        switch shape {
        case .builtIn(let name): BuiltInDecoding.collectUnknown(in: object, .type(name), at: "", &found)
        case .custom(let schema, _): schema.collectUnknown(in: object, at: "", isRoot: true, &found)
        }
        return found
    }

    /// Why the object cannot be read as its kind, in the words of the real decoder; nil when it can.
    ///
    /// Custom objects are judged by their schema's validation instead.
    package func decodingProblem(in object: JSONValue) -> String? {
        guard case .builtIn(let name) = shape, let type = SchemaLibrary.builtIn.type(name) else { return nil }
        guard let problem = BuiltInDecoding.problem(in: object, .type(name), in: type.lastName, at: "") else {
            return nil
        }
        let gvk = object.kind
        let version = object.apiVersion.split(separator: "/").last ?? ""
        return "\(gvk) in version \"\(version)\" cannot be handled as a \(gvk): \(problem)"
    }
}
