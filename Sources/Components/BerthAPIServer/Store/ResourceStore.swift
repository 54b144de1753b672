package import Kubernetes
package import NIOCore

/// The seam to what keeps the objects: SQLite, etcd v3, or memory. One conformance suite holds for all.
///
/// One global revision grows with each commit and never goes back, also over a kill. A call that returned has
/// committed durably (reliability D15).
package protocol ResourceStore: Sendable {
    /// The object; nil when there is none.
    func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject?
    /// A page of one snapshot: the newest, or that of `revision` (to go on with a list).
    ///
    /// - Parameters:
    ///   - namespace: nil for all namespaces and for cluster-scoped resources.
    ///   - after: Begin behind this key.
    ///   - limit: nil for all.
    func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage
    /// - Throws: `.alreadyExists`.
    func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject
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
    /// Every change after `revision`, of all resources, once and in the order of revisions; ends when cancelled.
    ///
    /// There is one caller, the ``WatchHub``; it fans out.
    ///
    /// - Throws: `.expired` (also from the sequence).
    func changes(after revision: Int64) async throws(StoreError) -> AsyncThrowingStream<[StoreEvent], any Error>
    /// The changes of one resource in (after, through] from history; for watchers that begin behind the hub's memory.
    ///
    /// - Throws: `.expired`.
    func history(
        of resource: GroupResource,
        namespace: String?,
        after: Int64,
        through: Int64
    ) async throws(StoreError) -> [StoreEvent]
    /// Forgets history up to `revision`; current objects stay.
    func compact(through revision: Int64) async throws(StoreError)
    /// Ends background work and closes files or connections.
    func close() async
}
