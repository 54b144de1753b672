package import Kubernetes

/// One state of the ``ResourceCatalog``.
package struct CatalogTable: Sendable {
    struct Key: Hashable, Sendable {
        let group: String
        let version: String
        let resource: String

        init(group: String, version: String, resource: String) {
            (self.group, self.version, self.resource) = (group, version, resource)
        }

        init(_ kind: ResourceKind) {
            self.init(group: kind.gvk.group, version: kind.gvk.version, resource: kind.resource)
        }
    }

    /// A group version and what it serves.
    package struct GroupVersion: Sendable {
        package let group: String
        package let version: String
        package let resources: [ServedResource]
    }

    /// Grows with each change; part of entity tags.
    package let generation: Int
    /// In discovery order.
    package let resources: [ServedResource]
    /// In discovery order; of one group the preferred version first.
    package let groupVersions: [GroupVersion]
    private let byKey: [Key: Int]
    private let byResource: [GroupResource: Int]
    private let byKind: [GroupVersionKind: Int]

    /// Sorts by group (``DiscoveryOrder``) and version, and keeps the given order inside.
    init(_ served: [ServedResource], generation: Int) {
        let ordered = served.enumerated().sorted { left, right in
            let (a, b) = (left.element.kind.gvk, right.element.kind.gvk)
            if a.group != b.group { return DiscoveryOrder.precedes(a.group, b.group) }
            if a.version != b.version { return DiscoveryOrder.isPreferred(version: a.version, to: b.version) }
            return left.offset < right.offset
        }.map(\.element)
        var byKey: [Key: Int] = [:]
        var byResource: [GroupResource: Int] = [:]
        var byKind: [GroupVersionKind: Int] = [:]
        var groups: [GroupVersion] = []
        var start = 0
        for (index, resource) in ordered.enumerated() {
            let kind = resource.kind
            if byKey[Key(kind)] == nil { byKey[Key(kind)] = index }
            if byResource[kind.groupResource] == nil { byResource[kind.groupResource] = index }
            if byKind[kind.gvk] == nil { byKind[kind.gvk] = index }
            let next = index + 1 < ordered.count ? ordered[index + 1].kind.gvk : nil
            if next?.group != kind.gvk.group || next?.version != kind.gvk.version {
                groups.append(
                    GroupVersion(
                        group: kind.gvk.group,
                        version: kind.gvk.version,
                        resources: Array(ordered[start...index])
                    )
                )
                start = index + 1
            }
        }
        (self.generation, resources, groupVersions) = (generation, ordered, groups)
        (self.byKey, self.byResource, self.byKind) = (byKey, byResource, byKind)
    }

    /// The resource at `/apis/<group>/<version>/…/<resource>`.
    package func served(group: String, version: String, resource: String) -> ServedResource? {
        byKey[Key(group: group, version: version, resource: resource)].map { resources[$0] }
    }

    /// The resource in its group's preferred version.
    package func served(_ resource: GroupResource) -> ServedResource? {
        byResource[resource].map { resources[$0] }
    }

    /// The resource of a kind.
    package func served(_ kind: GroupVersionKind) -> ServedResource? { byKind[kind].map { resources[$0] } }

    /// The group versions of one group, the preferred first.
    package func versions(of group: String) -> [GroupVersion] { groupVersions.filter { $0.group == group } }
}
