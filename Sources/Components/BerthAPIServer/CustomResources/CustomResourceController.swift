import Kubernetes
package import Logging
import ServiceLifecycle
import Synchronization

/// Follows custom resource definitions: serves what they define, says so in their status, and empties what is deleted.
///
/// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
package struct CustomResourceController: Service {
    static let definitions = GroupResource(group: "apiextensions.k8s.io", resource: "customresourcedefinitions")

    private let objects: any LocalObjects
    private let catalog: ResourceCatalog
    private let logger: Logger
    private let now: @Sendable () -> Double
    private let terminating = TerminatingDefinitions()
    /// How long to wait before looking again at what is being deleted.
    private let interval: Duration

    package init(
        objects: any LocalObjects,
        catalog: ResourceCatalog,
        logger: Logger,
        interval: Duration = .milliseconds(500),
        now: @escaping @Sendable () -> Double
    ) {
        (self.objects, self.catalog, self.logger) = (objects, catalog, logger)
        (self.interval, self.now) = (interval, now)
    }

    /// Serves what is defined already; before the server says that it is ready.
    package func begin() async throws {
        for definition in try await objects.list(Self.definitions, namespace: nil)
        where Cell.isTrue(definition, "Established") {
            catalog.setCustomResources(CustomResourceKinds.served(by: definition), of: definition.name)
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await follow() }
                group.addTask { await sweep() }
            }
        }
    }

    private func follow() async {
        for await (_, event) in objects.follow([Self.definitions]) {
            switch event {
            case .added(let definition), .modified(let definition): await reconcile(definition)
            case .deleted(let definition):
                terminating.remove(definition.name)
                catalog.removeCustomResources(of: definition.name)
            case .bookmark: continue
            }
        }
    }

    private func sweep() async {
        while !Task.isCancelled {
            for name in terminating.names { await finish(name) }
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }

    private func reconcile(_ definition: JSONValue) async {
        let name = definition.name
        guard definition.deletionTimestamp == nil else {
            terminating.insert(name)
            await finish(name)
            return
        }
        let conflict = conflict(of: definition)
        if conflict == nil || Cell.isTrue(definition, "Established") {
            catalog.setCustomResources(CustomResourceKinds.served(by: definition), of: name)
        } else {
            catalog.removeCustomResources(of: name)
        }
        let time = RFC3339.text(seconds: now())
        do {
            try await StoreOutage.outlast {
                _ = try await objects.update(Self.definitions, namespace: "", name: name, subresource: "status") {
                    let changed = DefinitionStatus.applied(to: $0, conflict: conflict, time: time)
                    return changed == $0 ? nil : changed
                }
            }
        } catch {
            logger.warning(
                "custom resource definition could not be accepted",
                metadata: ["name": "\(name)", "error": "\(error)"]
            )
        }
    }

    /// Which of its names something else has already.
    private func conflict(of definition: JSONValue) -> DefinitionStatus.Conflict? {
        let group = definition[path: "spec", "group"]?.string ?? ""
        let names = definition[path: "spec", "names"]
        let own = Set(CustomResourceKinds.served(by: definition).map { CatalogTable.Key($0.kind) })
        let isOwned = catalog.customResources(of: definition.name)
        let others = catalog.all.map(\.kind).filter { kind in
            kind.gvk.group == group && !(own.contains(CatalogTable.Key(kind)) && isOwned)
        }
        let plural = names?["plural"]?.string ?? ""
        let kind = names?["kind"]?.string ?? ""
        if others.contains(where: { $0.resource == plural }) { return .init(reason: "PluralConflict", name: plural) }
        if others.contains(where: { $0.gvk.kind == kind && $0.resource != plural }) {
            return .init(reason: "KindConflict", name: kind)
        }
        return nil
    }

    /// Deletes what there is of a deleted definition; when nothing is left the definition may go.
    private func finish(_ name: String) async {
        do {
            guard let definition = try await objects.get(Self.definitions, namespace: "", name: name),
                definition.deletionTimestamp != nil
            else {
                terminating.remove(name)
                return
            }
            if catalog.customResources(of: name) {
                let resource = GroupResource(
                    group: definition[path: "spec", "group"]?.string ?? "",
                    resource: definition[path: "spec", "names", "plural"]?.string ?? ""
                )
                for object in try await objects.list(resource, namespace: nil) where object.deletionTimestamp == nil {
                    _ = try await objects.delete(
                        resource,
                        namespace: object.namespace,
                        name: object.name,
                        resourceVersion: nil
                    )
                }
                guard try await objects.list(resource, namespace: nil).isEmpty else { return }
            }
            catalog.removeCustomResources(of: name)
            terminating.remove(name)
            _ = try await objects.update(Self.definitions, namespace: "", name: name, subresource: nil) { current in
                guard current.finalizers.contains(DefinitionRules.finalizer) else { return nil }
                var changed = current
                changed.set(
                    JSONValue(strings: current.finalizers.filter { $0 != DefinitionRules.finalizer }),
                    at: ["metadata", "finalizers"]
                )
                return changed
            }
        } catch {
            terminating.insert(name)
            logger.warning(
                "custom objects could not be deleted yet",
                metadata: ["name": "\(name)", "error": "\(error)"]
            )
        }
    }
}

/// The definitions that are being deleted.
private final class TerminatingDefinitions: Sendable {
    private let state = Mutex<Set<String>>([])

    var names: [String] { state.withLock { $0.sorted() } }
    func insert(_ name: String) { state.withLock { _ = $0.insert(name) } }
    func remove(_ name: String) { state.withLock { _ = $0.remove(name) } }
}
