import Kubernetes
import ServiceLifecycle
import Synchronization

/// The quotas and limit ranges of every namespace, as they are now: most namespaces have none, and pay nothing.
final class NamespaceLimits: Service {
    fileprivate struct State {
        var objects: [GroupResource: [String: [String: JSONValue]]] = [:]
        var revisions: [GroupResource: Int64] = [:]
        var isComplete = false
    }

    static let quotas = GroupResource(group: "", resource: "resourcequotas")
    static let ranges = GroupResource(group: "", resource: "limitranges")
    private static let followed: Set = [quotas, ranges]

    private let objects: any LocalObjects
    private let patience: Duration
    private let state = Mutex(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init(objects: any LocalObjects, patience: Duration) {
        (self.objects, self.patience) = (objects, patience)
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// An element after changes; for one reader.
    var changes: AsyncStream<Void> { signals }

    /// Those of a namespace, in the order of their names.
    func list(_ resource: GroupResource, in namespace: String) -> [JSONValue] {
        let found = state.withLock { $0.objects[resource]?[namespace] ?? [:] }
        return found.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// As ``list(_:in:)``, but from the store as long as not everything is known.
    func current(_ resource: GroupResource, in namespace: String) async throws -> [JSONValue] {
        guard state.withLock({ $0.isComplete }) else {
            return try await objects.list(resource, namespace: namespace)
        }
        return list(resource, in: namespace)
    }

    /// Every quota.
    var quotas: [JSONValue] {
        state.withLock { state in (state.objects[Self.quotas] ?? [:]).values.flatMap(\.values) }
    }

    /// Returns once the change that was committed as `revision` counts, or when patience is over.
    func settle(_ resource: GroupResource, through revision: Int64) async {
        guard Self.followed.contains(resource), state.withLock({ $0.isComplete }) else { return }
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: patience)
        var pause = Duration.microseconds(200)
        while state.withLock({ $0.revisions[resource, default: 0] < revision }), clock.now < deadline {
            guard (try? await clock.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .milliseconds(10))
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await (resource, event) in self.objects.follow(Self.followed) {
                switch event {
                case .added(let object), .modified(let object): self.apply(resource, object, isDeleted: false)
                case .deleted(let object): self.apply(resource, object, isDeleted: true)
                case .bookmark(let version, let endsInitialEvents):
                    guard endsInitialEvents else { continue }
                    await self.begin(at: Int64(version) ?? 0)
                }
                self.signal.yield()
            }
        }
    }

    private func apply(_ resource: GroupResource, _ object: JSONValue, isDeleted: Bool) {
        state.withLock { state in
            state.take(resource, object, isDeleted: isDeleted)
            guard let revision = Int64(object.resourceVersion) else { return }
            state.revisions[resource] = max(state.revisions[resource, default: 0], revision)
        }
    }

    /// After a gap what was deleted meanwhile was never told: everything is listed anew.
    private func begin(at revision: Int64) async {
        if state.withLock({ $0.isComplete }) {
            for resource in Self.followed {
                let list = { try await self.objects.list(resource, namespace: nil) }
                guard let found = try? await StoreOutage.outlast(list) else { continue }
                state.withLock { state in
                    state.objects[resource] = [:]
                    for object in found { state.take(resource, object, isDeleted: false) }
                }
            }
        }
        state.withLock { state in
            state.isComplete = true
            for resource in Self.followed {
                state.revisions[resource] = max(state.revisions[resource, default: 0], revision)
            }
        }
    }
}

extension NamespaceLimits.State {
    fileprivate mutating func take(_ resource: GroupResource, _ object: JSONValue, isDeleted: Bool) {
        var inNamespace = objects[resource]?[object.namespace] ?? [:]
        inNamespace[object.name] = isDeleted ? nil : object
        objects[resource, default: [:]][object.namespace] = inNamespace.isEmpty ? nil : inNamespace
    }
}
