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

    /// Makes of what a client wrote what is judged and kept: members that are null fall away.
    ///
    /// Custom resources are left to their own rules but for their metadata.
    /// - Throws: `Status` when a value has a wrong type: 400, or 422 for kinds that are custom resources on a cluster.
    package func normalize(_ object: inout JSONValue, _ kind: ResourceKind) throws(Status) {
        guard case .builtIn(let name) = shape, let type = SchemaLibrary.builtIn.type(name) else {
            if var metadata = object["metadata"] {
                BuiltInDecoding.dropNulls(in: &metadata, .type("ObjectMeta"))
                object.set(metadata, at: ["metadata"])
            }
            return
        }
        if let fault = BuiltInDecoding.fault(in: object, .type(name), in: type.lastName, at: "") {
            if kind.isCustom { throw .invalid(kind.gvk, name: object.name, [fault.cause]) }
            throw .badRequest(
                "\(kind.gvk.kind) in version \"\(kind.gvk.version)\" cannot be handled as a \(kind.gvk.kind): "
                    + fault.text
            )
        }
        BuiltInDecoding.dropNulls(in: &object, .type(name))
    }
}
