package import Kubernetes
import Logging
import Synchronization

/// A local copy of some objects that follows the server: one list, then a watch, again from the list when history was lost.
///
/// It holds what the server had a moment ago. Run ``run()`` as long as it is wanted.
package final class Informer: Sendable {
    /// An object's place.
    package struct Key: Sendable, Hashable {
        package let namespace: String
        package let name: String

        package init(namespace: String = "", name: String) {
            (self.namespace, self.name) = (namespace, name)
        }
    }

    /// What changed in the copy: the former and the present object.
    package struct Change: Sendable {
        package let key: Key
        package let old: JSONValue?
        package let new: JSONValue?
    }

    private struct State {
        var objects: [Key: JSONValue] = [:]
        var isSettled = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private static let backoffLimit: Duration = .seconds(30)

    private let client: KubernetesClient
    private let resource: APIResource
    private let selection: ObjectSelection
    private let onChange: @Sendable (Change) -> Void
    private let state = Mutex(State())

    /// An informer over the chosen objects.
    ///
    /// - Parameters:
    ///   - client: Where they are.
    ///   - resource: What they are.
    ///   - selection: Which of them.
    ///   - onChange: Told each change after it happened in the copy, in order; must be quick.
    package init(
        client: KubernetesClient,
        resource: APIResource,
        selection: ObjectSelection = ObjectSelection(),
        onChange: @escaping @Sendable (Change) -> Void = { _ in }
    ) {
        (self.client, self.resource, self.selection, self.onChange) = (client, resource, selection, onChange)
    }

    /// The object of that name.
    package func object(namespace: String = "", name: String) -> JSONValue? {
        state.withLock { $0.objects[Key(namespace: namespace, name: name)] }
    }

    /// All objects, in no order.
    package var objects: [JSONValue] { state.withLock { Array($0.objects.values) } }

    /// Returns once the copy was whole for the first time.
    package func settled() async {
        await withCheckedContinuation { continuation in
            let isSettled = state.withLock { state in
                if !state.isSettled { state.waiters.append(continuation) }
                return state.isSettled
            }
            if isSettled { continuation.resume() }
        }
    }

    /// Follows the server until the task is cancelled.
    package func run() async throws {
        defer { settle() }
        var backoff = Duration.milliseconds(200)
        while true {
            do {
                let list = try await client.list(resource, selection)
                replace(with: list.items)
                settle()
                backoff = .milliseconds(200)
                for try await event in client.watch(resource, selection, after: list.resourceVersion) { apply(event) }
            } catch let error as KubernetesClientError {
                if !error.isExpired {
                    client.logger.warning(
                        "objects cannot be followed, trying again",
                        metadata: ["resource": "\(resource.plural)", "error": "\(error)"]
                    )
                    try await Task.sleep(for: backoff)
                    backoff = min(backoff * 2, Self.backoffLimit)
                }
            }
        }
    }

    /// Nobody waits for ever, not for an informer that was stopped either.
    private func settle() {
        let waiters = state.withLock { state in
            state.isSettled = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private static func key(of object: JSONValue) -> Key {
        Key(namespace: object.namespace, name: object.name)
    }

    private func replace(with items: [JSONValue]) {
        let fresh = Dictionary(items.map { (Self.key(of: $0), $0) }) { $1 }
        let old = state.withLock { state in
            defer { state.objects = fresh }
            return state.objects
        }
        for (key, object) in old where fresh[key] == nil { onChange(Change(key: key, old: object, new: nil)) }
        for (key, object) in fresh where old[key]?.resourceVersion != object.resourceVersion {
            onChange(Change(key: key, old: old[key], new: object))
        }
    }

    private func apply(_ event: WatchEvent) {
        guard let object = event.object else { return }
        let key = Self.key(of: object)
        var new: JSONValue? = object
        if case .deleted = event { new = nil }
        let old = state.withLock { [new] state in
            defer { state.objects[key] = new }
            return state.objects[key]
        }
        onChange(Change(key: key, old: old, new: new))
    }
}
