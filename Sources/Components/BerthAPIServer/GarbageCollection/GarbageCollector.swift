import Glibc
import Kubernetes
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Deletes objects whose owners are gone, and lets owners go when their dependents are.
///
/// https://kubernetes.io/docs/concepts/architecture/garbage-collection/
///
/// Only objects that name owners or are being deleted are parsed and remembered.
final class GarbageCollector: Service {
    /// What is to be looked at.
    enum Work: Sendable, Hashable {
        /// A dependent, by its uid: are its owners still there?
        case dependent(String)
        /// An owner that is deleted in foreground or leaves orphans.
        case owner(ResourceKey, uid: String)
    }

    struct State {
        var graph = OwnerGraph()
        var queue: [Work] = []
        var queued: Set<Work> = []
        /// Owners that wait, by uid.
        var waiting: [String: ResourceKey] = [:]
        /// Kinds whose present objects are not all known yet.
        var beginning: Set<GroupResource> = []
        var failures: [Work: Int] = [:]
        /// Up to which revision each kind's changes are in the graph.
        var reached: [GroupResource: Int64] = [:]
    }

    let context: StorageContext
    let logger: Logger
    let state = Mutex(State())
    private let kinds: @Sendable () -> [ResourceKind]
    private let wake = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// Looks after what `kinds` gives: the kinds with objects in the store, custom ones too, as they are now.
    init(context: StorageContext, kinds: @escaping @Sendable () -> [ResourceKind], logger: Logger) {
        var context = context
        context.admissions = []
        (self.context, self.kinds, self.logger) = (context, kinds, logger)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.work() }
                var followed: Set<GroupResource> = []
                while !Task.isCancelled {
                    for kind in self.kinds() where followed.insert(kind.groupResource).inserted {
                        self.state.withLock { _ = $0.beginning.insert(kind.groupResource) }
                        group.addTask { await self.follow(kind) }
                    }
                    // Custom resources come while the server runs.
                    try? await Task.sleep(for: .seconds(2))
                }
            }
        }
    }

    func stored(_ resource: GroupResource) -> StoredResource? {
        kinds().first { $0.groupResource == resource }.map { StoredResource(kind: $0, context: context) }
    }

    /// The stored kind that an owner reference names.
    func kind(apiVersion: String, kind: String) -> ResourceKind? {
        let group = apiVersion.split(separator: "/").count > 1 ? apiVersion.prefix { $0 != "/" } : ""
        return kinds().first { $0.gvk.kind == kind && $0.gvk.group == group }
    }

    // MARK: Following

    private func follow(_ kind: ResourceKind) async {
        let resource = StoredResource(kind: kind, context: context)
        while !Task.isCancelled {
            do {
                let watch = try await resource.storedWatch(ListOptions(), sendsInitialEvents: true, "")
                for try await items in watch {
                    for item in items { note(item, of: kind.groupResource) }
                }
                return
            } catch {
                // An expired watch begins anew with what is there.
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func note(_ item: WatchItem, of resource: GroupResource) {
        switch item {
        case .present(let stored): note(stored, isDeleted: false)
        case .change(let change, let stored, _): note(stored, isDeleted: change == .deleted)
        case .endOfPresent(let revision):
            state.withLock { state in
                state.beginning.remove(resource)
                state.reached[resource] = max(state.reached[resource, default: 0], revision)
            }
            wake.continuation.yield()
        case .progress(let revision):
            state.withLock { $0.reached[resource] = max($0.reached[resource, default: 0], revision) }
        }
    }

    /// Returns once the graph holds every dependent that was committed up to `revision`; kinds are followed apart.
    ///
    /// - Throws: `CancellationError`, also when the server stops.
    func catchUp(to revision: Int64) async throws {
        guard await context.hub.waitUntil(revision: revision) else { throw CancellationError() }
        let newest = kinds().map { ($0.groupResource, min(context.hub.newest(of: $0.groupResource), revision)) }
        while !state.withLock({ state in newest.allSatisfy { state.reached[$0.0, default: -1] >= $0.1 } }) {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func note(_ stored: StoredObject, isDeleted: Bool) {
        let knownUID = state.withLock { $0.graph.uid(at: stored.key) }
        let isEmpty = state.withLock { $0.graph.isEmpty && $0.waiting.isEmpty }
        let isOfInterest =
            knownUID != nil || (isDeleted && !isEmpty)
            || stored.value.holds("\"ownerReferences\"", anchor: 6)
            || stored.value.holds("\"deletionTimestamp\"", anchor: 9)
        guard isOfInterest, let object = try? StoredEncoding.decode(stored) else { return }
        let uid = object.uid
        state.withLock { state in
            if isDeleted {
                let owners = state.graph.dependents[uid]?.owners ?? [:]
                state.graph.remove(uid)
                state.waiting[uid] = nil
                for dependent in state.graph.dependents(of: uid) { state.enqueue(.dependent(dependent)) }
                for owner in owners.keys {
                    if let key = state.waiting[owner] { state.enqueue(.owner(key, uid: owner)) }
                }
                return
            }
            let before = state.graph.dependents[uid]?.owners ?? [:]
            state.graph.note(object, at: stored.key)
            let after = state.graph.dependents[uid]?.owners ?? [:]
            if !after.isEmpty { state.enqueue(.dependent(uid)) }
            for owner in before.keys where after[owner] != true {
                if let key = state.waiting[owner] { state.enqueue(.owner(key, uid: owner)) }
            }
            let waits = object.finalizers.contains { $0 == "foregroundDeletion" || $0 == "orphan" }
            if object.deletionTimestamp != nil, waits {
                state.waiting[uid] = stored.key
                state.enqueue(.owner(stored.key, uid: uid))
            }
        }
        wake.continuation.yield()
    }

    // MARK: Working

    private func work() async {
        for await _ in wake.stream where state.withLock({ $0.beginning.isEmpty }) {
            var failed: [Work] = []
            var waiting: [Work] = []
            while let work = state.withLock({ $0.dequeue() }) {
                guard !Task.isCancelled else { return }
                do {
                    try await process(work)
                    state.withLock { $0.failures[work] = nil }
                } catch  where StoreOutage.isCause(of: error) {
                    waiting.append(work)
                    break
                } catch {
                    failed.append(work)
                }
            }
            guard !failed.isEmpty || !waiting.isEmpty else { continue }
            let (again, unjudged) = (failed, waiting)
            state.withLock { state in
                // However long the store is away, what could not be looked at is not forgotten.
                for work in unjudged { state.enqueue(work) }
                for work in again {
                    state.failures[work, default: 0] += 1
                    if state.failures[work, default: 0] < 20 { state.enqueue(work) } else { state.failures[work] = nil }
                }
            }
            try? await Task.sleep(for: .milliseconds(250))
            wake.continuation.yield()
        }
    }

    private func process(_ work: Work) async throws {
        switch work {
        case .dependent(let uid): try await checkDependent(uid)
        case .owner(let key, let uid): try await checkOwner(key, uid: uid)
        }
    }
}

extension GarbageCollector.State {
    mutating func enqueue(_ work: GarbageCollector.Work) {
        if queued.insert(work).inserted { queue.append(work) }
    }

    mutating func dequeue() -> GarbageCollector.Work? {
        guard !queue.isEmpty else { return nil }
        let work = queue.removeFirst()
        queued.remove(work)
        return work
    }
}

extension ByteBuffer {
    /// Whether the readable bytes hold `text`; looks for its byte at `anchor`, which should be a rare one.
    func holds(_ text: StaticString, anchor: Int) -> Bool {
        withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress, anchor < text.utf8CodeUnitCount else { return false }
            let rare = Int32(text.utf8Start[anchor])
            var from = anchor
            while from < bytes.count, let hit = memchr(start + from, rare, bytes.count - from) {
                let position = UnsafeRawPointer(hit) - start
                let first = position - anchor
                if first + text.utf8CodeUnitCount <= bytes.count,
                    memcmp(start + first, text.utf8Start, text.utf8CodeUnitCount) == 0
                {
                    return true
                }
                from = position + 1
            }
            return false
        }
    }
}
