import GRDB
package import Kubernetes
package import Logging
package import NIOCore
import NIOPosix
import Synchronization

/// Objects in one SQLite file: durable when acknowledged, one process at a time.
///
/// Writes gather in groups with one sync each; reads see a snapshot and never wait for writes.
package final class SQLiteResourceStore: ResourceStore {
    private static let readers = 4
    private static let batchLimit = 256
    private static let compactionRows = 500
    /// Larger objects are refused, as etcd refuses them.
    package static let valueSizeLimit = 8 << 20
    private static let reserveSize = 8 << 20

    let file: SQLiteFile
    private let numbers: ResourceNumbers
    private let commits: GroupCommit
    private let recent: RecentEvents
    private let signal: RevisionSignal
    private let readThreads: NIOThreadPool
    private let writeThread: NIOThreadPool
    private let isClosed = Mutex(false)

    /// Opens the file, making it and its folders when they are missing.
    ///
    /// - Throws: `SQLiteFileError` when it is in use, not ours, of a newer format or damaged.
    package init(file path: String, logger: Logger) async throws {
        let writeThread = NIOThreadPool(numberOfThreads: 1)
        let readThreads = NIOThreadPool(numberOfThreads: Self.readers)
        writeThread.start()
        readThreads.start()
        do {
            let (file, numbers, revision) = try await writeThread.runIfActive {
                let file = try SQLiteFile(path: path, readers: Self.readers)
                let (numbers, revision) = try file.connections.read { db in
                    (try ResourceNumbers(db), try SQLiteSchema.number("revision", db) ?? 0)
                }
                return (file, numbers, revision)
            }
            let (recent, signal) = (RecentEvents(after: revision), RevisionSignal(revision))
            let reserve = SQLiteReserve(path: "\(path)-reserve", size: Self.reserveSize)
            try await writeThread.runIfActive { reserve.restoreIfPossible() }
            (self.file, self.numbers, self.recent, self.signal) = (file, numbers, recent, signal)
            (self.readThreads, self.writeThread) = (readThreads, writeThread)
            commits = GroupCommit(
                file: file,
                numbers: numbers,
                reserve: reserve,
                thread: writeThread,
                logger: logger
            ) { revision, events in
                recent.add(events)
                signal.advance(to: revision)
            }
        } catch {
            try? await writeThread.shutdownGracefully()
            try? await readThreads.shutdownGracefully()
            throw error
        }
    }

    /// What was committed since the store was opened.
    package var statistics: StoreStatistics { commits.statistics }

    /// False after a failed sync: then only a restart, which judges the file, allows writes again (D3).
    package var isWritable: Bool { commits.isWritable }

    package func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject? {
        try await read(inTransaction: false) { queries in
            guard let number = try queries.numbers.number(of: key.resource, queries.db) else { return nil }
            return try SQLiteQueries.current(key, number, queries.db)
        }
    }

    package func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage {
        try await read {
            try $0.page(resource, namespace: namespace, after: after, limit: limit, at: revision)
        }
    }

    package func all(after: ResourceKey?, limit: Int, at revision: Int64?) async throws(StoreError) -> ResourcePage {
        try await read { try $0.page(after: after, limit: limit, at: revision) }
    }

    package func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject {
        try await write(.create(key, value))
    }

    package func update(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        expecting revision: Int64
    ) async throws(StoreError) -> StoredObject {
        try await write(.update(key, value, expecting: revision))
    }

    package func delete(_ key: ResourceKey, expecting revision: Int64) async throws(StoreError) -> StoredObject {
        try await write(.delete(key, expecting: revision))
    }

    package func currentRevision() async throws(StoreError) -> Int64 { signal.revision }

    package func follow(
        after revision: Int64,
        _ deliver: @escaping @Sendable (StoreChanges) async -> Void
    ) async throws(StoreError) {
        let epoch = recent.epoch
        try await read { try $0.check(revision) }
        var reached = revision
        await deliver(StoreChanges(events: [], revision: reached))
        while await signal.wait(for: reached + 1) {
            let after = reached
            var events = recent.events(after: after, limit: Self.batchLimit)
            if events == nil {
                events = try await read { try $0.events(after: after, through: .max, limit: Self.batchLimit) }
            }
            guard recent.epoch == epoch, let events, let last = events.last else {
                throw .expired(oldest: signal.revision)
            }
            reached = last.revision
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
        try await read {
            try $0.events(after: after, through: through, resource: resource, namespace: namespace, limit: limit)
        }
    }

    package func compact(through revision: Int64) async throws(StoreError) {
        while case .compacted(let rows) = try await commits.submit(
            .compact(through: revision, rows: Self.compactionRows)
        ), rows == Self.compactionRows {}
    }

    package func replaceAll(
        above floor: Int64,
        with next: @escaping @Sendable () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) async throws -> Int64 {
        try await writeThread.runIfActive {
            var reached: Int64 = 0
            try self.commits.exclusive {
                try $0.replaceAll(above: floor, with: next)
            } published: { transaction in
                reached = transaction.revision
                self.recent.restart(at: reached)
                self.signal.advance(to: reached)
            }
            return reached
        }
    }

    package func close() async {
        let wasClosed = isClosed.withLock { closed in
            defer { closed = true }
            return closed
        }
        guard !wasClosed else { return }
        await commits.close()
        signal.close()
        try? await readThreads.shutdownGracefully()
        try? await writeThread.runIfActive { try self.file.end() }
        try? await writeThread.shutdownGracefully()
    }

    private func write(_ mutation: SQLiteTransaction.Mutation) async throws(StoreError) -> StoredObject {
        guard mutation.size <= Self.valueSizeLimit else { throw .tooLarge(limit: Self.valueSizeLimit) }
        guard case .object(let object) = try await commits.submit(mutation) else { throw .unavailable("no answer") }
        return object
    }

    /// Asks one snapshot, on a thread that may block.
    ///
    /// `inTransaction` says whether several statements must see the same.
    private func read<Value: Sendable>(
        inTransaction: Bool = true,
        _ body: @escaping @Sendable (SQLiteQueries) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await readThreads.runIfActive {
                let body = { try body(SQLiteQueries(db: $0, numbers: self.numbers)) }
                return try inTransaction ? self.file.connections.read(body) : self.file.connections.unsafeRead(body)
            }
        } catch {
            throw SQLiteSchema.storeError(error)
        }
    }
}
