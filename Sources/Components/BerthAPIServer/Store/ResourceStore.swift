package import Kubernetes
package import NIOCore

/// The seam to what keeps the objects: SQLite, etcd v3, or memory.
///
/// One conformance suite holds for all.
///
/// One global revision grows with each commit and never goes back, also over a kill. A call that returned has
/// committed durably (reliability D15).
package protocol ResourceStore: Sendable {
    /// The object; nil when there is none.
    func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject?
    /// A page of one snapshot: the newest, or that of `revision` (to go on with a list).
    ///
    /// A nil namespace stands for all, and for cluster-scoped resources; a page begins behind `after`; a nil limit
    /// gives all.
    func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage
    /// - Throws: `.alreadyExists`.
    func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject
    /// Creates an object while another one, such as its namespace, is at `revision`.
    ///
    /// - Throws: `.alreadyExists`; `.conflict` when the other is at another revision or gone.
    func create(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        while other: ResourceKey,
        isAt revision: Int64
    ) async throws(StoreError) -> StoredObject
    /// - Throws: `.notFound`, `.conflict` unless the object is at `revision`.
    func update(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        expecting revision: Int64
    ) async throws(StoreError) -> StoredObject
    /// Deletes the object at `revision` and returns its last state with the deletion's revision.
    ///
    /// - Throws: `.notFound`, `.conflict`.
    func delete(_ key: ResourceKey, expecting revision: Int64) async throws(StoreError) -> StoredObject
    /// The newest committed revision.
    func currentRevision() async throws(StoreError) -> Int64
    /// Delivers every change after `revision`, of all resources, once and in the order of revisions, until the store is
    /// closed or the task is cancelled.
    ///
    /// The first delivery has no events and says that following began. There is one caller, the ``WatchHub``; it fans
    /// out.
    ///
    /// - Throws: `.expired` and `.future`, also later; `.unavailable`, after which the caller may go on where it was.
    func follow(
        after revision: Int64,
        _ deliver: @escaping @Sendable (StoreChanges) async -> Void
    ) async throws(StoreError)
    /// Has the follower of ``follow(after:_:)`` told soon that the store is at its newest revision.
    ///
    /// Only a store that others write to as well needs it: there the revision grows without events.
    func requestProgress() async throws(StoreError)
    /// The first `limit` changes of one resource in (after, through]; for watchers that begin behind the hub's memory.
    ///
    /// - Throws: `.expired`.
    func history(
        of resource: GroupResource,
        namespace: String?,
        after: Int64,
        through: Int64,
        limit: Int
    ) async throws(StoreError) -> [StoreEvent]
    /// Forgets history up to `revision`; current objects stay.
    ///
    /// From then on a revision below it is `.expired`.
    func compact(through revision: Int64) async throws(StoreError)
    /// A page of the objects of all resources, in the order of keys: what a backup reads.
    func all(
        after: ResourceKey?,
        limit: Int,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage
    /// Replaces all there is, as a restore does, and answers the newest revision.
    ///
    /// Every object gets a new revision, above `floor` and above all that was given out before; all history is
    /// forgotten and followers end with `.expired`. `next` blocks and gives the next objects, nil at the end; when it
    /// throws nothing is replaced, or the store is unusable until a restore succeeds.
    func replaceAll(
        above floor: Int64,
        with next: @escaping @Sendable () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) async throws -> Int64
    /// Ends background work and closes files or connections.
    func close() async
}

extension ResourceStore {
    /// Looks at the other one first, for a store to which that is near.
    package func create(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        while other: ResourceKey,
        isAt revision: Int64
    ) async throws(StoreError) -> StoredObject {
        guard try await get(other)?.revision == revision else { throw .conflict }
        return try await create(key, value)
    }

    package func requestProgress() async throws(StoreError) {}
}
