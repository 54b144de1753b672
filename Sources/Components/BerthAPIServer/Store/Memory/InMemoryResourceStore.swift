package import Kubernetes
package import NIOCore
import Synchronization

/// Objects in memory only: for tests, and what the other stores are compared with.
package final class InMemoryResourceStore: ResourceStore {
    private static let batchLimit = 512

    private let contents = Mutex(InMemoryContents())
    private let signal = RevisionSignal(0)

    package init() {}

    package func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject? {
        contents.withLock { $0.current(key) }
    }

    package func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage {
        try locked { contents throws(StoreError) in
            try contents.page(
                at: revision,
                from: ResourceKey(resource, namespace: namespace ?? "", name: ""),
                after: after,
                limit: limit
            ) { $0.resource == resource && (namespace == nil || $0.namespace == namespace) }
        }
    }

    package func all(after: ResourceKey?, limit: Int, at revision: Int64?) async throws(StoreError) -> ResourcePage {
        try locked { contents throws(StoreError) in
            try contents.page(at: revision, from: nil, after: after, limit: limit) { _ in true }
        }
    }

    package func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject {
        try written { contents throws(StoreError) in
            guard contents.current(key) == nil else { throw .alreadyExists }
            return contents.record(.added, key, value)
        }
    }

    package func update(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        expecting revision: Int64
    ) async throws(StoreError) -> StoredObject {
        try written { contents throws(StoreError) in
            guard let current = contents.current(key) else { throw .notFound }
            guard current.revision == revision else { throw .conflict }
            return contents.record(.modified, key, value)
        }
    }

    package func delete(_ key: ResourceKey, expecting revision: Int64) async throws(StoreError) -> StoredObject {
        try written { contents throws(StoreError) in
            guard let current = contents.current(key) else { throw .notFound }
            guard current.revision == revision else { throw .conflict }
            return contents.record(.deleted, key, current.value)
        }
    }

    package func currentRevision() async throws(StoreError) -> Int64 { contents.withLock { $0.revision } }

    package func follow(
        after revision: Int64,
        _ deliver: @escaping @Sendable (StoreChanges) async -> Void
    ) async throws(StoreError) {
        let epoch = try locked { contents throws(StoreError) in
            _ = try contents.events(after: revision, limit: 0)
            return contents.epoch
        }
        var reached = revision
        await deliver(StoreChanges(events: [], revision: reached))
        while await signal.wait(for: reached + 1) {
            let after = reached
            let events = try locked { contents throws(StoreError) in
                guard contents.epoch == epoch else { throw .expired(oldest: contents.compacted) }
                return try contents.events(after: after, limit: Self.batchLimit)
            }
            reached = events.last?.revision ?? reached
            await deliver(StoreChanges(events: events, revision: reached))
        }
    }

    package func history(
        of resource: GroupResource,
        namespace: String?,
        after: Int64,
        through: Int64,
        limit: Int
    ) async throws(StoreError) -> [StoreEvent] {
        try locked { contents throws(StoreError) in
            let events = try contents.events(after: after, limit: .max).filter {
                $0.revision <= through && $0.object.key.resource == resource
                    && (namespace == nil || $0.object.key.namespace == namespace)
            }
            return Array(events.prefix(limit))
        }
    }

    package func compact(through revision: Int64) async throws(StoreError) {
        try locked { contents throws(StoreError) in try contents.compact(through: revision) }
    }

    package func replaceAll(
        above floor: Int64,
        with next: @escaping @Sendable () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) async throws -> Int64 {
        var objects: [(key: ResourceKey, value: ByteBuffer)] = []
        while let page = try next() { objects += page }
        let revision = contents.withLock { $0.replaceAll(with: objects, above: floor) }
        signal.advance(to: revision)
        return revision
    }

    package func close() async { signal.close() }

    private func locked<Value: Sendable>(
        _ body: (inout InMemoryContents) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try contents.withLock { contents throws(StoreError) in try body(&contents) }
    }

    private func written(
        _ body: (inout InMemoryContents) throws(StoreError) -> StoredObject
    ) throws(StoreError) -> StoredObject {
        let object = try locked(body)
        signal.advance(to: object.revision)
        return object
    }
}
