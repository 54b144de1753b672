import Kubernetes
import NIOCore
import Synchronization

@testable import BerthAPIServer

/// A store that is away for as long as a test wants, wholly or for one resource.
final class ShakyStore: ResourceStore {
    private struct State {
        var isAway = false
        var lost: Set<GroupResource> = []
        var refusals = 0
    }

    private let base: any ResourceStore
    private let state = Mutex(State())

    init(_ base: any ResourceStore = InMemoryResourceStore()) { self.base = base }

    /// How many calls were refused since the last change.
    var refusals: Int { state.withLock { $0.refusals } }

    /// Refuses everything, or no longer.
    func setAway(_ isAway: Bool) { state.withLock { ($0.isAway, $0.refusals) = (isAway, 0) } }

    /// Refuses to read or write these resources.
    func lose(_ resources: Set<GroupResource>) { state.withLock { ($0.lost, $0.refusals) = (resources, 0) } }

    private func check(_ resource: GroupResource?) throws(StoreError) {
        let isRefused = state.withLock { state in
            guard state.isAway || resource.map({ state.lost.contains($0) }) ?? false else { return false }
            state.refusals += 1
            return true
        }
        if isRefused { throw .unavailable("made to be") }
    }

    func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject? {
        try check(key.resource)
        return try await base.get(key)
    }

    func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage {
        try check(resource)
        return try await base.list(resource, namespace: namespace, after: after, limit: limit, at: revision)
    }

    func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject {
        try check(key.resource)
        return try await base.create(key, value)
    }

    func update(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        expecting revision: Int64
    ) async throws(StoreError) -> StoredObject {
        try check(key.resource)
        return try await base.update(key, value, expecting: revision)
    }

    func delete(_ key: ResourceKey, expecting revision: Int64) async throws(StoreError) -> StoredObject {
        try check(key.resource)
        return try await base.delete(key, expecting: revision)
    }

    func currentRevision() async throws(StoreError) -> Int64 {
        try check(nil)
        return try await base.currentRevision()
    }

    func follow(
        after revision: Int64,
        _ deliver: @escaping @Sendable (StoreChanges) async -> Void
    ) async throws(StoreError) {
        try check(nil)
        try await base.follow(after: revision, deliver)
    }

    func history(
        of resource: GroupResource,
        namespace: String?,
        after: Int64,
        through: Int64,
        limit: Int
    ) async throws(StoreError) -> [StoreEvent] {
        try check(resource)
        return try await base.history(of: resource, namespace: namespace, after: after, through: through, limit: limit)
    }

    func compact(through revision: Int64) async throws(StoreError) {
        try check(nil)
        try await base.compact(through: revision)
    }

    func all(after: ResourceKey?, limit: Int, at revision: Int64?) async throws(StoreError) -> ResourcePage {
        try check(nil)
        return try await base.all(after: after, limit: limit, at: revision)
    }

    func replaceAll(
        above floor: Int64,
        with next: @escaping @Sendable () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) async throws -> Int64 {
        try check(nil)
        return try await base.replaceAll(above: floor, with: next)
    }

    func close() async { await base.close() }
}
