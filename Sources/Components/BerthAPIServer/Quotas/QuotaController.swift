import Kubernetes
import Logging
import ServiceLifecycle
import Synchronization

/// Keeps `status` of quotas true: counts a namespace anew when something that its quotas limit came, changed or went.
final class QuotaController: Service {
    private struct State {
        var dirty: Set<String> = []
        var watched: Set<GroupResource> = []
        var specs: [String: JSONValue] = [:]
    }

    /// A namespace is counted so often at most.
    private static let pause = Duration.milliseconds(300)
    private static let longPause = Duration.seconds(300)

    private let limits: NamespaceLimits
    private let counter: QuotaCounter
    private let hub: WatchHub
    private let store: any ResourceStore
    private let logger: Logger
    private let state = Mutex(State())

    init(counter: QuotaCounter, hub: WatchHub, store: any ResourceStore, logger: Logger) {
        (self.counter, limits, self.hub, self.store) = (counter, counter.limits, hub, store)
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.countDirty() }
                group.addTask {
                    // what was missed in whatever way
                    while (try? await Task.sleep(for: Self.longPause)) != nil { self.markAll() }
                }
                for await _ in self.limits.changes {
                    for resource in self.resourcesToWatch() { group.addTask { await self.follow(resource) } }
                }
            }
        }
    }

    /// Marks the namespaces whose quotas changed; returns what is to be watched from now on.
    private func resourcesToWatch() -> Set<GroupResource> {
        let quotas = limits.quotas
        return state.withLock { state in
            var specs: [String: JSONValue] = [:]
            for quota in quotas {
                let key = "\(quota.namespace)/\(quota.name)"
                specs[key] = quota["spec"] ?? [:]
                if state.specs[key] != specs[key] || quota[path: "status", "hard"] != quota[path: "spec", "hard"] {
                    state.dirty.insert(quota.namespace)
                }
            }
            state.specs = specs
            let names = specs.values.flatMap { $0["hard"]?.object?.names ?? [] }
            let wanted = Set(names.compactMap(QuotaUsage.resource(countedBy:))).subtracting(state.watched)
            state.watched.formUnion(wanted)
            return wanted
        }
    }

    private func follow(_ resource: GroupResource) async {
        while !Task.isCancelled {
            do {
                let revision = try await store.currentRevision()
                markAll()
                for try await batch in hub.watch(resource, namespace: nil, after: revision) {
                    let namespaces = Set(batch.events.map(\.object.key.namespace))
                    for namespace in namespaces where !limits.list(NamespaceLimits.quotas, in: namespace).isEmpty {
                        state.withLock { _ = $0.dirty.insert(namespace) }
                    }
                }
                return
            } catch {
                guard (try? await Task.sleep(for: Self.pause)) != nil else { return }
            }
        }
    }

    private func markAll() {
        let namespaces = limits.quotas.map(\.namespace)
        state.withLock { $0.dirty.formUnion(namespaces) }
    }

    private func countDirty() async {
        var pause = Self.pause
        while (try? await Task.sleep(for: pause)) != nil {
            let begin = ContinuousClock.now
            let namespaces = state.withLock { state in
                defer { state.dirty = [] }
                return state.dirty.union(counter.gate.takeLeft())
            }
            for namespace in namespaces {
                do {
                    guard try await !counter.count(namespace) else { continue }
                    state.withLock { _ = $0.dirty.insert(namespace) }
                } catch {
                    logger.warning("quotas could not be counted", metadata: ["namespace": "\(namespace)"])
                    state.withLock { _ = $0.dirty.insert(namespace) }
                }
            }
            // large namespaces are counted a small part of the time
            pause = max(Self.pause, (ContinuousClock.now - begin) * 5)
        }
    }
}
