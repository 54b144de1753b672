import Kubernetes
import Synchronization

@testable import BerthAPIServer

/// Objects in a dictionary, with the rules that the views rely on.
final class FakeObjects: LocalObjects {
    private struct Key: Hashable, Comparable {
        let resource: GroupResource
        let namespace: String
        let name: String

        static func < (left: Key, right: Key) -> Bool { (left.namespace, left.name) < (right.namespace, right.name) }
    }
    private struct Follower {
        let resources: Set<GroupResource>
        let continuation: AsyncStream<(GroupResource, ObjectEvent)>.Continuation
    }
    private struct State {
        var revision = 0
        var objects: [Key: JSONValue] = [:]
        var followers: [Follower] = []
        var failing: Set<GroupResource> = []
        var refusedLists = 0
    }

    private let state = Mutex(State())
    private let strategies: [GroupResource: any ResourceStrategy]

    init(_ strategies: [GroupResource: any ResourceStrategy] = [:]) {
        self.strategies = strategies.merging([KnownResource.namespaces: NamespaceRules()]) { $1 }
    }

    /// Lets creations of a resource fail.
    func fail(_ resource: GroupResource) { _ = state.withLock { $0.failing.insert(resource) } }

    /// Deletes an object without telling anybody but that there was a gap, and refuses the next lists.
    func loseEvents(of resource: GroupResource, name: String, refusedLists: Int) {
        state.withLock { state in
            state.objects[Key(resource: resource, namespace: "", name: name)] = nil
            state.revision += 1
            state.refusedLists = refusedLists
            let bookmark = ObjectEvent.bookmark(resourceVersion: "\(state.revision)", endsInitialEvents: true)
            for follower in state.followers where follower.resources.contains(resource) {
                follower.continuation.yield((resource, bookmark))
            }
        }
    }

    func get(_ resource: GroupResource, namespace: String, name: String) async throws -> JSONValue? {
        state.withLock { $0.objects[Key(resource: resource, namespace: namespace, name: name)] }
    }

    func list(_ resource: GroupResource, namespace: String?) async throws -> [JSONValue] {
        try state.withLock { state in
            if state.refusedLists > 0 {
                state.refusedLists -= 1
                throw Status(code: 503, reason: "ServiceUnavailable", message: "made to be away")
            }
            return state.objects.filter {
                $0.key.resource == resource && (namespace == nil || $0.key.namespace == namespace)
            }
            .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    func create(_ resource: GroupResource, _ object: JSONValue) async throws -> JSONValue {
        try state.withLock { state in
            if state.failing.contains(resource) { throw Status.internalError("made to fail") }
            let key = Key(resource: resource, namespace: object.namespace, name: object.name)
            guard state.objects[key] == nil else { throw Status.alreadyExists(resource, name: object.name) }
            var object = object
            strategies[resource]?.prepareForCreate(&object)
            object.set(.string(UUIDText.random()), at: ["metadata", "uid"])
            object.set("2020-02-01T10:00:00Z", at: ["metadata", "creationTimestamp"])
            let causes = strategies[resource]?.validate(object, old: nil) ?? []
            guard causes.isEmpty else {
                throw Status.invalid(
                    GroupVersionKind(group: resource.group, version: "v1", kind: object.kind),
                    name: object.name,
                    causes
                )
            }
            return Self.commit(object, key, { .added($0) }, &state)
        }
    }

    func update(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        subresource: String?,
        change: @escaping @Sendable (JSONValue) throws -> JSONValue?
    ) async throws -> JSONValue? {
        try state.withLock { state in
            let key = Key(resource: resource, namespace: namespace, name: name)
            guard let old = state.objects[key] else { return nil }
            guard var new = try change(old), new != old else { return old }
            if subresource == nil { strategies[resource]?.prepareForUpdate(&new, old: old) }
            if new.deletionTimestamp != nil, strategies[resource]?.keepsDeleted(new) ?? !new.finalizers.isEmpty {
                return Self.commit(new, key, { .modified($0) }, &state)
            }
            if new.deletionTimestamp != nil {
                state.objects[key] = nil
                Self.tell(resource, .deleted(new), &state)
                return new
            }
            return Self.commit(new, key, { .modified($0) }, &state)
        }
    }

    func delete(
        _ resource: GroupResource,
        namespace: String,
        name: String,
        resourceVersion: String?
    ) async throws -> Bool {
        state.withLock { state in
            let key = Key(resource: resource, namespace: namespace, name: name)
            guard var object = state.objects[key] else { return false }
            if strategies[resource]?.keepsDeleted(object) ?? !object.finalizers.isEmpty {
                object.set("2020-02-01T11:00:00Z", at: ["metadata", "deletionTimestamp"])
                strategies[resource]?.prepareForDeletion(&object)
                _ = Self.commit(object, key, { .modified($0) }, &state)
                return true
            }
            state.objects[key] = nil
            state.revision += 1
            Self.tell(resource, .deleted(object), &state)
            return true
        }
    }

    func follow(_ resources: Set<GroupResource>) -> AsyncStream<(GroupResource, ObjectEvent)> {
        let (stream, continuation) = AsyncStream<(GroupResource, ObjectEvent)>.makeStream()
        state.withLock { state in
            for (key, object) in state.objects where resources.contains(key.resource) {
                continuation.yield((key.resource, .added(object)))
            }
            let bookmark = ObjectEvent.bookmark(resourceVersion: "\(state.revision)", endsInitialEvents: true)
            for resource in resources { continuation.yield((resource, bookmark)) }
            state.followers.append(Follower(resources: resources, continuation: continuation))
        }
        return stream
    }

    private static func commit(
        _ object: JSONValue,
        _ key: Key,
        _ event: (JSONValue) -> ObjectEvent,
        _ state: inout State
    ) -> JSONValue {
        state.revision += 1
        var object = object
        object.set(.string("\(state.revision)"), at: ["metadata", "resourceVersion"])
        state.objects[key] = object
        tell(key.resource, event(object), &state)
        return object
    }

    private static func tell(_ resource: GroupResource, _ event: ObjectEvent, _ state: inout State) {
        for follower in state.followers where follower.resources.contains(resource) {
            follower.continuation.yield((resource, event))
        }
    }
}
