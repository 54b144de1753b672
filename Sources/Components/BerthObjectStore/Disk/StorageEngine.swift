import GRDB
package import Logging
import NIOCore
package import NIOPosix
import Synchronization

/// Objects on one disk: durable when acknowledged, whole when read.
///
/// Contents lie in files that are never changed (or, when small, in the index); what they mean is said by changes, which
/// become durable in the journal, one record for a group of them, and visible in the index.
package final class StorageEngine: Sendable {
    let options: StorageOptions
    let directory: String
    let fileSystem: any FileSystem
    let index: IndexDatabase
    let journal: Journal
    let queue: CommitQueue
    let files: ContentFiles
    let verifier: ContentVerifier
    let counters: EngineCounters
    let pool: NIOThreadPool
    let logger: Logger
    let lastStamp = Mutex<Int64>(0)
    /// Lets the next start make the index anew.
    private let distrustIndex: @Sendable () -> Void
    private let identities: Identities
    private let dataDirectory: Mutex<DataDirectory?>

    /// Users and policies as they were last committed.
    private final class Identities: Sendable {
        let snapshot: Mutex<IAMSnapshot>

        init(_ snapshot: IAMSnapshot) { self.snapshot = Mutex(snapshot) }
    }

    /// Opens the data directory, making it when it is missing, and recovers what a crash has left.
    ///
    /// - Throws: `DataDirectoryError` when the directory is in use, of an unknown format or damaged.
    package static func open(
        _ directory: String,
        options: StorageOptions = StorageOptions(),
        pool: NIOThreadPool,
        logger: Logger
    ) async throws -> StorageEngine {
        try await open(
            directory,
            indexPath: "\(directory)/index.sqlite",
            fileSystem: PosixFileSystem(),
            options: options,
            pool: pool,
            logger: logger
        )
    }

    static func open(
        _ directory: String,
        indexPath: String,
        fileSystem: any FileSystem,
        options: StorageOptions,
        pool: NIOThreadPool,
        logger: Logger
    ) async throws -> StorageEngine {
        let engine = try await pool.runIfActive {
            let counters = EngineCounters()
            let opening = EngineOpening(
                directory: directory,
                indexPath: indexPath,
                fileSystem: fileSystem,
                counters: counters,
                logger: logger
            )
            return try StorageEngine(
                opening.open(),
                directory: directory,
                indexPath: indexPath,
                fileSystem: fileSystem,
                options: options,
                counters: counters,
                pool: pool,
                logger: logger
            )
        }
        do {
            try await engine.begin()
        } catch {
            // Free before the failure is told: a thread of the pool may still know the engine for a while.
            try? await engine.close()
            throw error
        }
        return engine
    }

    private func begin() async throws {
        let generation = files.generation
        do {
            try await queue.submit(releasesSpace: true) { try $0.apply(.begin(generation: generation)) }
        } catch StoreError.storageFull {
            // Reads go on; leftovers of this run are then told apart one start later.
            logger.warning("opened on a full disk")
        }
        try await pool.runIfActive {
            if self.needsBase { try self.compact() }
            self.removeLeftovers()
        }
    }

    /// Whether the journal lacked what the index knew when it was opened.
    private let needsBase: Bool

    private init(
        _ opened: EngineOpening.Result,
        directory: String,
        indexPath: String,
        fileSystem: any FileSystem,
        options: StorageOptions,
        counters: EngineCounters,
        pool: NIOThreadPool,
        logger: Logger
    ) throws {
        self.options = options
        self.directory = directory
        self.fileSystem = fileSystem
        self.counters = counters
        self.pool = pool
        self.logger = logger
        index = opened.index
        journal = opened.journal
        needsBase = opened.needsBase
        dataDirectory = Mutex(opened.dataDirectory)
        // Small disks keep a share instead of a fixed amount.
        let total = try fileSystem.space(at: directory).total
        files = ContentFiles(
            directory: directory,
            generation: opened.generation,
            freeSpaceFloor: min(options.freeSpaceFloor, total / 50),
            fileSystem: fileSystem,
            counters: counters,
            logger: logger
        )
        verifier = ContentVerifier(
            fileSystem: fileSystem,
            memo: VerificationMemo(lifetime: options.verificationLifetime),
            counters: counters
        )
        let reserve = DiskReserve(
            directory: directory,
            size: min(options.reserveSize, total / 16),
            fileSystem: fileSystem
        )
        reserve.restoreIfPossible()
        let identities = Identities(opened.iam)
        self.identities = identities
        let files = files
        queue = CommitQueue(
            index: opened.index,
            journal: opened.journal,
            reserve: reserve,
            pool: pool,
            counters: counters,
            logger: logger,
            publish: { effects in
                if let iam = effects.iam { identities.snapshot.withLock { $0 = iam } }
            },
            removeFiles: { files.drop($0.dropped) },
            distrustIndex: { EngineOpening.markStale(indexPath) }
        )
        distrustIndex = { EngineOpening.markStale(indexPath) }
    }

    /// Ends changes, waits for those in flight and gives the directory free.
    package func close() async throws {
        await queue.close()
        try await pool.runIfActive {
            defer { self.dataDirectory.withLock { $0 = nil } }
            try? self.index.checkpoint()
            try self.index.pool.close()
        }
    }

    /// Whether changes are accepted; false after a failed sync (D3) until a restart.
    package var isWritable: Bool { queue.isWritable }

    package var statistics: EngineStatistics { counters.statistics }

    /// All users and policies now; cheap, no disk.
    package var iam: IAMSnapshot { identities.snapshot.withLock { $0 } }

    /// Asks the index, on the pool.
    func read<Value: Sendable>(_ body: @escaping @Sendable (IndexQueries) throws -> Value) async throws -> Value {
        try await pool.runIfActive { try self.readBlocking(body) }
    }

    func readBlocking<Value>(_ body: (IndexQueries) throws -> Value) throws -> Value {
        do {
            return try index.pool.read { try body(IndexQueries($0)) }
        } catch {
            let cause = IndexDatabase.storeError(error)
            // What the index lost the journal still has: the next start makes it anew.
            if cause as? StoreError == .damaged { distrustIndex() }
            throw cause
        }
    }

    /// Remembers and reports that a content is not what was written.
    func reportDamage(_ content: StoredContent) {
        guard !content.isDamaged else { return }
        counters.count { $0.damagedContents += 1 }
        var place = "index"
        if case .file(let name) = content.place { place = "objects/\(name)" }
        logger.error("content is damaged", metadata: ["content": "\(content.id)", "place": "\(place)"])
        queue.enqueue { try $0.apply(.markContent(id: content.id, isDamaged: true)) }
    }
}
