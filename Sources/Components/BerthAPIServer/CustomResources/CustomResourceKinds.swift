import Kubernetes

/// What the server serves for a custom resource definition.
enum CustomResourceKinds {
    /// One resource for each served version.
    static func served(by definition: JSONValue) -> [ServedResource] {
        let storage = DefinitionRules.storageVersion(definition)
        return (definition[path: "spec", "versions"]?.array ?? []).compactMap { version in
            guard version["served"]?.bool == true else { return nil }
            return kind(definition, version, storageVersion: storage).map { ServedResource($0) }
        }
    }

    private static func kind(
        _ definition: JSONValue,
        _ version: JSONValue,
        storageVersion: String
    ) -> ResourceKind? {
        let names = definition[path: "spec", "names"]
        guard let group = definition[path: "spec", "group"]?.string, let name = version["name"]?.string,
            let kindName = names?["kind"]?.string, let plural = names?["plural"]?.string
        else { return nil }
        let gvk = GroupVersionKind(group: group, version: name, kind: kindName)
        var kind = ResourceKind(
            gvk,
            resource: plural,
            singular: names?["singular"]?.string,
            isNamespaced: definition[path: "spec", "scope"] == "Namespaced"
        )
        kind.isCustom = true
        kind.storageVersion = storageVersion
        kind.shortNames = names?["shortNames"]?.strings ?? []
        kind.categories = names?["categories"]?.strings ?? []
        if let list = names?["listKind"]?.string, !list.isEmpty { kind.listKind = list }
        let schema = ObjectSchema(openAPI: version[path: "schema", "openAPIV3Schema"] ?? [:])
        kind.schema = schema
        let hasStatus = version[path: "subresources", "status"]?.object != nil
        if hasStatus { kind.subresources.append(StoredKinds.statusSubresource(gvk)) }
        if let scale = version[path: "subresources", "scale"], scale.object != nil {
            kind.subresources.append(StoredKinds.scaleSubresource)
            kind.scale = paths(scale)
        }
        if case .custom(let structure, _) = schema.shape {
            let kept = name == storageVersion ? nil : storedSchema(definition, storageVersion)
            kind.strategy = CustomResourceRules(schema: structure, hasStatus: hasStatus, storage: kept)
        }
        kind.columns = columns(version)
        kind.selectableFields = (version["selectableFields"]?.array ?? []).compactMap { field in
            field["jsonPath"]?.string.flatMap { try? JSONPath(parsing: $0) }?.memberNames?.joined(separator: ".")
        }
        return kind
    }

    private static func storedSchema(_ definition: JSONValue, _ storageVersion: String) -> StructuralSchema? {
        let versions = definition[path: "spec", "versions"]?.array ?? []
        return versions.first { $0["name"]?.string == storageVersion }?[path: "schema", "openAPIV3Schema"]
            .map(StructuralSchema.init(parsing:))
    }

    private static func paths(_ scale: JSONValue) -> ScalePaths {
        func names(_ member: String) -> [String]? {
            guard let text = scale[member]?.string, !text.isEmpty else { return nil }
            return (try? JSONPath(parsing: text))?.memberNames
        }
        var paths = ScalePaths()
        if let found = names("specReplicasPath") { paths.specReplicas = found }
        if let found = names("statusReplicasPath") { paths.statusReplicas = found }
        paths.labelSelector = names("labelSelectorPath") ?? []
        return paths
    }

    private static func columns(_ version: JSONValue) -> [TableColumn] {
        let columns = version["additionalPrinterColumns"]?.array ?? []
        guard !columns.isEmpty else { return Columns.plain }
        return [Columns.name]
            + columns.compactMap { column in
                guard let path = column["jsonPath"]?.string.flatMap({ try? JSONPath(parsing: $0) }) else { return nil }
                return Columns.printed(
                    column["name"]?.string ?? "",
                    type: column["type"]?.string ?? "string",
                    format: column["format"]?.string ?? "",
                    description: column["description"]?.string ?? "",
                    priority: Int(clamping: column["priority"]?.integer ?? 0),
                    path
                )
            }
    }
}
