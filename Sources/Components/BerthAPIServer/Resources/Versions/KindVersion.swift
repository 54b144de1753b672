import Kubernetes

/// Another version, or another group, in which the objects of a stored kind are served too.
///
/// There is one object, whichever version it came by: it lies in the store in the stored kind's form, is judged by
/// that kind's rules, and is converted for who asks for this one.
struct KindVersion: ObjectConversion {
    let gvk: GroupVersionKind
    let kind: ResourceKind
    /// What selectors name the fields here, and what the stored kind calls them.
    var fields: [String: String] = [:]
    /// Changes a stored object into this version; kind and apiVersion are set already.
    var show: @Sendable (inout JSONValue) -> Void = { _ in }
    /// Changes an object of this version into the stored kind's; `old` is what is stored, nil for a new object.
    ///
    /// Throws `Status` for what this version does not allow.
    var store: @Sendable (inout JSONValue, _ old: JSONValue?) throws -> Void = { _, _ in }

    init(_ apiVersion: String, of kind: ResourceKind) {
        let parts = apiVersion.split(separator: "/").map(String.init)
        gvk = GroupVersionKind(group: parts.count > 1 ? parts[0] : "", version: parts.last ?? "", kind: kind.gvk.kind)
        self.kind = kind
    }

    var storedResource: GroupResource { kind.groupResource }
    var isSelective: Bool { false }

    func view(of stored: JSONValue) -> JSONValue {
        var object = stored
        object.set(.string(gvk.kind), at: ["kind"])
        object.set(.string(gvk.apiVersion), at: ["apiVersion"])
        show(&object)
        return object
    }

    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue {
        var object = view
        try store(&object, old)
        object.set(.string(kind.gvk.kind), at: ["kind"])
        object.set(.string(kind.gvk.apiVersion), at: ["apiVersion"])
        return object
    }

    func options(_ options: ListOptions) -> ListOptions {
        guard !fields.isEmpty, !options.fields.isEverything else { return options }
        var options = options
        options.fields = FieldSelector(
            requirements: options.fields.requirements.map {
                FieldSelector.Requirement(path: fields[$0.path] ?? $0.path, equals: $0.equals, value: $0.value)
            }
        )
        return options
    }

    /// The resource as it is served.
    func served(_ directory: BackendDirectory) -> ServedResource {
        var made = ResourceKind(gvk, resource: kind.resource, singular: kind.singular, isNamespaced: kind.isNamespaced)
        (made.categories, made.verbs) = (kind.categories, kind.verbs)
        // in two groups, clients would warn of a choice that is none
        if gvk.group == kind.gvk.group { made.shortNames = kind.shortNames }
        made.schema = ObjectSchema(of: gvk)
        if kind.subresources.contains(where: { $0.name == "status" }) {
            made.subresources = [StoredKinds.statusSubresource(gvk)]
        }
        made.columns = kind.columns.map { column in
            TableColumn(
                column.name,
                type: column.type,
                format: column.format,
                description: column.description,
                priority: column.priority
            ) { object, now in
                column.cell((try? stored(of: object, old: object)) ?? object, now)
            }
        }
        return ServedResource(made, .virtual(ConvertedResource(self, directory)))
    }
}
