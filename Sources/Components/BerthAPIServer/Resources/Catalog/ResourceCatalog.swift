package import Kubernetes
import Synchronization

/// Every resource the server answers for: a fixed table, and custom resources that come and go at run time.
///
/// Look-ups take one short lock and two hash look-ups; each change builds a new table.
package final class ResourceCatalog: Sendable {
    /// A subresource that another part of the server answers, such as `serviceaccounts/token`.
    package struct Extension: Sendable {
        package let resource: GroupResource
        package let subresource: Subresource

        package init(_ resource: GroupResource, _ subresource: Subresource) {
            (self.resource, self.subresource) = (resource, subresource)
        }
    }

    private let fixed: [ServedResource]
    private let state: Mutex<(custom: [String: [ServedResource]], table: CatalogTable)>

    /// - Parameters:
    ///   - resources: What other parts of the server serve; one with group, version and name of a stored kind takes
    ///     its place.
    ///   - stored: The kinds with objects in the store.
    ///   - extensions: Subresources by others; one of a known name takes its place.
    package init(
        _ resources: [ServedResource] = [],
        stored: [ResourceKind] = StoredKinds.all,
        extensions: [Extension] = []
    ) {
        var fixed: [ServedResource] = []
        var positions: [CatalogTable.Key: Int] = [:]
        for resource in stored.map({ ServedResource($0) }) + resources {
            let key = CatalogTable.Key(resource.kind)
            if let position = positions[key] {
                fixed[position] = resource
            } else {
                positions[key] = fixed.count
                fixed.append(resource)
            }
        }
        for added in extensions {
            for index in fixed.indices where fixed[index].kind.groupResource == added.resource {
                var kind = fixed[index].kind
                kind.subresources.removeAll { $0.name == added.subresource.name }
                kind.subresources.append(added.subresource)
                fixed[index] = ServedResource(kind, fixed[index].backing)
            }
        }
        self.fixed = fixed
        state = Mutex(([:], CatalogTable(fixed, generation: 1)))
    }

    /// The table as it is now, for who needs several answers that fit one another.
    package var table: CatalogTable { state.withLock { $0.table } }

    /// The resource at `/apis/<group>/<version>/…/<resource>`; the core group is empty.
    package func served(group: String, version: String, resource: String) -> ServedResource? {
        table.served(group: group, version: version, resource: resource)
    }

    /// The resource in its group's preferred version.
    package func served(_ resource: GroupResource) -> ServedResource? { table.served(resource) }

    /// The resource of a kind.
    package func served(_ kind: GroupVersionKind) -> ServedResource? { table.served(kind) }

    /// Every resource, groups in the order in which short names are looked up (reference 3.1).
    package var all: [ServedResource] { table.resources }

    /// Puts the resources of a custom resource definition in the place of what it had before.
    package func setCustomResources(_ resources: [ServedResource], of definition: String) {
        change { $0[definition] = resources.isEmpty ? nil : resources }
    }

    /// Whether resources of a custom resource definition are served.
    package func customResources(of definition: String) -> Bool { state.withLock { $0.custom[definition] != nil } }

    /// Takes the resources of a custom resource definition away.
    package func removeCustomResources(of definition: String) { change { $0[definition] = nil } }

    private func change(_ body: (inout [String: [ServedResource]]) -> Void) {
        state.withLock { state in
            body(&state.custom)
            let custom = state.custom.sorted { $0.key < $1.key }.flatMap(\.value)
            state.table = CatalogTable(fixed + custom, generation: state.table.generation + 1)
        }
    }
}
