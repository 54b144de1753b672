import Kubernetes
import Synchronization

/// The catalogue and the storage that parts find each other through: they are made of one another.
final class CatalogReference: Sendable {
    private struct State {
        var catalog: ResourceCatalog?
        var storage: StorageContext?
    }

    private let state = Mutex(State())

    /// Sets what is found from now on.
    func set(_ catalog: ResourceCatalog, _ storage: StorageContext) {
        state.withLock { $0 = State(catalog: catalog, storage: storage) }
    }

    /// What is served now; nil before ``set(_:_:)``.
    var table: CatalogTable? { state.withLock { $0.catalog }?.table }

    /// The kind of a resource with objects in the store.
    func storedKind(_ resource: GroupResource) -> ResourceKind? {
        guard let served = state.withLock({ $0.catalog })?.served(resource) else { return nil }
        if case .virtual = served.backing { return nil }
        return served.kind
    }

    /// Every kind with objects in the store, each in its preferred version.
    var storedKinds: [ResourceKind] {
        var seen: Set<GroupResource> = []
        return (state.withLock { $0.catalog }?.all ?? []).compactMap { served in
            if case .virtual = served.backing { return nil }
            return seen.insert(served.kind.groupResource).inserted ? served.kind : nil
        }
    }

    /// The backend behind which clients see a resource.
    func entry(_ resource: GroupResource) -> BackendDirectory.Entry? {
        let state = state.withLock { $0 }
        guard let served = state.catalog?.served(resource), let storage = state.storage else { return nil }
        return (served.kind, served.backend(storage))
    }
}
