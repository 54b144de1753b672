import Kubernetes

/// `apidiscovery.k8s.io APIGroupDiscoveryList`: everything in one document.
enum AggregatedDiscovery {
    /// The core group's list for `/api`, all others' for `/apis`.
    static func list(_ table: CatalogTable, version: String, isCore: Bool) -> JSONValue {
        var items: [JSONValue] = []
        var index = 0
        let versions = table.groupVersions
        while index < versions.count {
            let group = versions[index].group
            let members = versions[index...].prefix { $0.group == group }
            index += members.count
            guard group.isEmpty == isCore else { continue }
            items.append([
                "metadata": group.isEmpty ? [:] : ["name": .string(group)],
                "versions": .array(members.map(self.version)),
            ])
        }
        return [
            "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"), "metadata": [:],
            "items": .array(items),
        ]
    }

    private static func version(_ version: CatalogTable.GroupVersion) -> JSONValue {
        [
            "version": .string(version.version), "resources": .array(version.resources.map { resource($0.kind) }),
            "freshness": "Current",
        ]
    }

    private static func resource(_ kind: ResourceKind) -> JSONValue {
        var value: JSONValue = [
            "resource": .string(kind.resource), "responseKind": responseKind(kind.gvk),
            "scope": kind.isNamespaced ? "Namespaced" : "Cluster", "singularResource": .string(kind.singular),
            "verbs": JSONValue(strings: kind.verbs.sorted()),
        ]
        if !kind.shortNames.isEmpty { value.set(JSONValue(strings: kind.shortNames), at: ["shortNames"]) }
        if !kind.categories.isEmpty { value.set(JSONValue(strings: kind.categories), at: ["categories"]) }
        guard !kind.subresources.isEmpty else { return value }
        let subresources = kind.subresources.sorted { $0.name < $1.name }.map { subresource -> JSONValue in
            [
                "subresource": .string(subresource.name), "responseKind": responseKind(subresource.gvk),
                "verbs": JSONValue(strings: subresource.verbs.sorted()),
            ]
        }
        value.set(.array(subresources), at: ["subresources"])
        return value
    }

    private static func responseKind(_ gvk: GroupVersionKind) -> JSONValue {
        ["group": .string(gvk.group), "version": .string(gvk.version), "kind": .string(gvk.kind)]
    }
}
