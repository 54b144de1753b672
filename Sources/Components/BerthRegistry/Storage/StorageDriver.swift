package import NIOCore

/// The seam between the registry and where its bytes are: a folder, an S3 bucket, or memory.
///
/// Distribution's layout is above this line (`StoragePaths`); a driver knows objects under paths and nothing of repositories. It has
/// commit instead of move: bytes never travel twice. All methods may be called at once from many tasks, and honour cancellation.
package protocol StorageDriver: Sendable {
    /// The value of the `driver` label of the metrics: `filesystem`, `s3` or `inmemory`.
    var name: String { get }

    /// Whether looking something up costs microseconds instead of a request over the network.
    var isLocal: Bool { get }

    /// Whether bytes must be hashed by the registry before they are served (see reliability D7); `false` where the storage
    /// verifies its own checksums on every read.
    var needsVerification: Bool { get }

    /// A small object whole, `nil` when absent; one request. Throws `tooLarge` beyond `limit`.
    func content(at path: StoragePath, limit: Int) async throws -> StoredContent?

    /// Stores a small object and returns its entity tag; whole, visible and durable when it returns, unchanged when it throws.
    ///
    /// Throws `conditionFailed` when `condition` does not hold; judged and written in one step.
    @discardableResult
    func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String

    /// What is at `path`, `nil` when absent; one request.
    func stat(_ path: StoragePath) async throws -> StoredObject?

    /// An object's bytes, all or those of `range` (which lies within the object); `nil` when absent.
    ///
    /// One request: the `StoredObject`, with the size of the whole, is from the same answer. A `range` beyond the object's end
    /// is cut to it.
    func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)?

    /// Removes objects, durably; absent ones are fine. As few requests as the storage allows.
    func delete(_ paths: [StoragePath]) async throws

    /// What lies directly below `path`: objects, and directories that hold something. At most `limit`.
    ///
    /// In S3's order: by the bytes of the sort key, which is the name, with a `/` at the end if it is a directory. Only entries
    /// whose sort key is greater than `after`; to go on, callers give the sort key of the page's last entry.
    func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage

    /// The objects anywhere below `path`, named relative to it, by the bytes of the name. At most `limit`, greater than `after`.
    func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage

    /// Begins a blob under a random key of `uploads/` (or straight at `hint.final`); nothing is visible before `commit`.
    ///
    /// The writer feeds every byte it stores to `hasher`, once and in order, off the event loop and off the cooperative pool.
    func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter

    /// A URL under which a client may GET the object for `expires`; `nil` when the driver cannot make one.
    func presignedURL(for path: StoragePath, expires: Duration) async throws -> String?

    /// Throws when the storage cannot be read or written; cheap, called every few seconds.
    func checkHealth() async throws
}

/// One blob on its way into storage; used by one upload session, one call at a time.
///
/// After `commit` or `cancel`, or after any of the calls threw, only `cancel` may be called.
package protocol BlobWriter: Sendable {
    /// Told before the bytes of one request's body, with its `Content-Length`: lets a driver stream instead of buffer.
    func beginBody(length: Int64?) async throws

    /// Takes bytes and returns when there is room for more (back-pressure).
    ///
    /// Callers gather about 1 MiB of what the network brought, uncopied and in order, so that one hop to a thread is enough.
    func write(_ batch: [ByteBuffer]) async throws

    /// Called before an answer tells the client an offset: the bytes written are stored, or the session is gone after a crash.
    ///
    /// After it, `hasher` has seen every byte that was written.
    func checkpoint() async throws

    /// Makes the blob readable, at `final` where the storage can do so without a copy.
    ///
    /// With `nil` the bytes stay under the upload's own key, so that they can be read before somebody vouches for them.
    /// Durable at the latest when the next `put` returns: the registry always ends a blob with a link.
    func commit(as final: StoragePath?) async throws -> BlobPlacement

    /// Gives the bytes up and frees their space; never fails and may be called at any time.
    func cancel() async
}
