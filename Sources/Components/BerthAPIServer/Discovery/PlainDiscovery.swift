import Kubernetes

/// The older discovery documents, one for each group version.
enum PlainDiscovery {
    /// `/api`.
    static func coreVersions(_ address: String) -> JSONValue {
        let addresses: JSONValue =
            address.isEmpty ? [] : [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(address)]]
        return ["kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses]
    }

    /// `/apis`.
    static func groups(_ table: CatalogTable) -> JSONValue {
        var groups: [JSONValue] = []
        var last: String?
        for version in table.groupVersions where !version.group.isEmpty && version.group != last {
            last = version.group
            groups.append(summary(table.versions(of: version.group)))
        }
        return ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)]
    }

    /// `/apis/<group>`.
    static func group(_ table: CatalogTable, _ name: String) -> JSONValue? {
        let versions = table.versions(of: name)
        guard !name.isEmpty, !versions.isEmpty else { return nil }
        var value: JSONValue = ["kind": "APIGroup", "apiVersion": "v1"]
        for member in summary(versions).object ?? JSONObject() { value.set(member.value, at: [member.name]) }
        return value
    }

    private static func summary(_ versions: [CatalogTable.GroupVersion]) -> JSONValue {
        let values = versions.map { version -> JSONValue in
            ["groupVersion": .string("\(version.group)/\(version.version)"), "version": .string(version.version)]
        }
        return [
            "name": .string(versions.first?.group ?? ""), "versions": .array(values),
            "preferredVersion": values.first ?? [:],
        ]
    }

    /// `/api/v1` and `/apis/<group>/<version>`.
    static func resources(_ table: CatalogTable, group: String, version: String) -> JSONValue? {
        guard let found = table.groupVersions.first(where: { $0.group == group && $0.version == version }) else {
            return nil
        }
        var resources: [JSONValue] = []
        for kind in found.resources.map(\.kind) {
            var value: JSONValue = [
                "name": .string(kind.resource), "singularName": .string(kind.singular),
                "namespaced": .bool(kind.isNamespaced), "kind": .string(kind.gvk.kind),
                "verbs": JSONValue(strings: kind.verbs.sorted()),
            ]
            if !kind.shortNames.isEmpty { value.set(JSONValue(strings: kind.shortNames), at: ["shortNames"]) }
            if !kind.categories.isEmpty { value.set(JSONValue(strings: kind.categories), at: ["categories"]) }
            resources.append(value)
            resources += kind.subresources.sorted { $0.name < $1.name }.map { subresource($0, of: kind) }
        }
        return [
            "kind": "APIResourceList", "apiVersion": "v1",
            "groupVersion": .string(group.isEmpty ? version : "\(group)/\(version)"), "resources": .array(resources),
        ]
    }

    private static func subresource(_ subresource: Subresource, of kind: ResourceKind) -> JSONValue {
        var value: JSONValue = [
            "name": .string("\(kind.resource)/\(subresource.name)"), "singularName": "",
            "namespaced": .bool(kind.isNamespaced),
        ]
        if subresource.gvk.group != kind.gvk.group || subresource.gvk.version != kind.gvk.version {
            value.set(.string(subresource.gvk.group), at: ["group"])
            value.set(.string(subresource.gvk.version), at: ["version"])
        }
        value.set(.string(subresource.gvk.kind), at: ["kind"])
        value.set(JSONValue(strings: subresource.verbs.sorted()), at: ["verbs"])
        return value
    }
}
