import GRDB
import Logging
import NIOConcurrencyHelpers
import NIOPosix
import Synchronization

/// Commits changes in groups: whatever has gathered while one group was being made durable is the next.
///
/// One group is one transaction of the index and one record of the journal, synced once. Every change is judged inside
/// it, behind a savepoint: one that is refused undoes nothing of the others. Nothing is visible before it is durable.
final class CommitQueue: Sendable {
    private struct Mutation: Sendable {
        /// Whether it makes room: such changes go on when the disk is full (D13).
        let releasesSpace: Bool
        let body: @Sendable (IndexTransaction) throws -> Void
        let finish: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var pending: [Mutation] = []
        var isDraining = false
        var isClosed = false
        var hasFailed = false
        var checkpointed: Int64 = 0
        var idle: [CheckedContinuation<Void, Never>] = []
    }

    /// What a commit leaves to be done outside of it.
    struct Effects {
        var dropped: [(id: Int64, file: String)] = []
        var iam: IAMSnapshot?
    }

    private static let batchLimit = 512
    private static let checkpointBytes: Int64 = 8 << 20

    private let index: IndexDatabase
    private let journal: Journal
    private let reserve: DiskReserve
    private let pool: NIOThreadPool
    private let counters: EngineCounters
    private let logger: Logger
    private let publish: @Sendable (Effects) -> Void
    private let removeFiles: @Sendable (Effects) -> Void
    private let distrustIndex: @Sendable () -> Void
    private let state = Mutex(State())

    init(
        index: IndexDatabase,
        journal: Journal,
        reserve: DiskReserve,
        pool: NIOThreadPool,
        counters: EngineCounters,
        logger: Logger,
        publish: @escaping @Sendable (Effects) -> Void,
        removeFiles: @escaping @Sendable (Effects) -> Void,
        distrustIndex: @escaping @Sendable () -> Void
    ) {
        self.index = index
        self.journal = journal
        self.reserve = reserve
        self.pool = pool
        self.counters = counters
        self.logger = logger
        self.publish = publish
        self.removeFiles = removeFiles
        self.distrustIndex = distrustIndex
    }

    /// False after a failure that only a restart can judge, and once closed.
    var isWritable: Bool { state.withLock { !$0.hasFailed && !$0.isClosed } }

    /// Runs `body` in the next group and returns what it returned once that is durable.
    func submit<Value: Sendable>(
        releasesSpace: Bool = false,
        _ body: @escaping @Sendable (IndexTransaction) throws -> Value
    ) async throws -> Value {
        let outcome = NIOLockedValueBox<Value?>(nil)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let mutation = Mutation(
                releasesSpace: releasesSpace,
                body: { transaction in
                    let value = try body(transaction)
                    outcome.withLockedValue { $0 = value }
                },
                finish: { continuation.resume(with: $0) }
            )
            enqueue(mutation)
        }
        guard let value = outcome.withLockedValue({ $0 }) else { throw StoreError.closed }
        return value
    }

    /// Runs `body` in the next group; nobody waits for it, a failure is only logged.
    func enqueue(_ body: @escaping @Sendable (IndexTransaction) throws -> Void) {
        let logger = logger
        enqueue(
            Mutation(releasesSpace: false, body: body) { result in
                if case .failure(let error) = result {
                    logger.warning("change not made", metadata: ["error": "\(error)"])
                }
            }
        )
    }

    /// Refuses further changes and waits for those in flight.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isDraining { state.idle.append(continuation) }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
    }

    private func enqueue(_ mutation: Mutation) {
        let (error, begins): (StoreError?, Bool) = state.withLock { state in
            if state.isClosed { return (.closed, false) }
            if state.hasFailed { return (.readOnly, false) }
            state.pending.append(mutation)
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if let error { return mutation.finish(.failure(error)) }
        guard begins else { return }
        pool.submit { state in
            if case .active = state { self.drain() } else { self.fail(.closed) }
        }
    }

    private func drain() {
        while let batch = nextBatch() {
            commit(batch)
            checkpointIfDue()
        }
    }

    private func nextBatch() -> [Mutation]? {
        let (batch, idle): ([Mutation]?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if state.pending.isEmpty {
                state.isDraining = false
                defer { state.idle = [] }
                return (nil, state.idle)
            }
            let batch = Array(state.pending.prefix(Self.batchLimit))
            state.pending.removeFirst(batch.count)
            return (batch, [])
        }
        for continuation in idle { continuation.resume() }
        return batch
    }

    private func fail(_ error: StoreError) {
        let (pending, idle) = state.withLock { state in
            defer {
                state.pending = []
                state.idle = []
                state.isDraining = false
            }
            return (state.pending, state.idle)
        }
        for mutation in pending { mutation.finish(.failure(error)) }
        for continuation in idle { continuation.resume() }
    }

    private func commit(_ batch: [Mutation]) {
        guard isUnhurt else {
            for mutation in batch { mutation.finish(.failure(StoreError.readOnly)) }
            return
        }
        do {
            let (results, effects) = try attempt(batch)
            // Rights are in force when their change is acknowledged; files may go a little later.
            publish(effects)
            for (mutation, result) in zip(batch, results) { mutation.finish(result) }
            removeFiles(effects)
            reserve.restoreIfPossible()
        } catch {
            let cause = IndexDatabase.storeError(error)
            if cause is JournalWriteError {
                state.withLock { $0.hasFailed = true }
                logger.critical("journal cannot be written: no further changes until a restart")
                for mutation in batch { mutation.finish(.failure(StoreError.readOnly)) }
            } else if cause as? StoreError == .storageFull {
                retryReleasing(batch)
            } else {
                logger.error("commit failed", metadata: ["error": "\(cause)"])
                for mutation in batch { mutation.finish(.failure(cause)) }
            }
        }
    }

    private var isUnhurt: Bool { state.withLock { !$0.hasFailed } }

    /// On a full disk only what makes room is committed, out of the reserve.
    private func retryReleasing(_ batch: [Mutation]) {
        let releasing = batch.filter(\.releasesSpace)
        for mutation in batch where !mutation.releasesSpace { mutation.finish(.failure(StoreError.storageFull)) }
        guard !releasing.isEmpty else { return }
        guard releasing.count < batch.count || reserve.release() else {
            for mutation in releasing { mutation.finish(.failure(StoreError.storageFull)) }
            return
        }
        commit(releasing)
    }

    /// One group commit; throws with index and journal as before, or `JournalWriteError` when that is not known.
    private func attempt(_ batch: [Mutation]) throws -> ([Result<Void, any Error>], Effects) {
        try index.pool.writeWithoutTransaction { db in
            let sequence = journal.lastSequence + 1
            try db.beginTransaction(.immediate)
            do {
                let transaction = IndexTransaction(db, sequence: sequence)
                var results: [Result<Void, any Error>] = []
                for mutation in batch { results.append(try Self.run(mutation, transaction)) }
                guard !transaction.changes.isEmpty else {
                    try db.rollback()
                    return (results, Effects())
                }
                try IndexDatabase.setMeta("applied", sequence, db)
                try journal.append(transaction.changes, sequence: sequence)
                try journal.sync()
                do { try db.commit() } catch {
                    try journal.undo()
                    throw error
                }
                count(batch.count, transaction.applier)
                var effects = Effects(dropped: transaction.applier.dropped)
                if transaction.applier.touchesIAM { effects.iam = try IAMSnapshot(db, generation: sequence) }
                return (results, effects)
            } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    private static func run(_ mutation: Mutation, _ transaction: IndexTransaction) throws -> Result<Void, any Error> {
        if transaction.isNearlyFull { return .failure(StoreError.conditionalConflict) }
        do {
            try transaction.attempt(mutation.body)
            return .success(())
        } catch let error as DatabaseError {
            // Not a judgement of the change but a failure under it.
            throw error
        } catch {
            return .failure(error)
        }
    }

    private func count(_ mutations: Int, _ applier: IndexApplier) {
        counters.count {
            $0.commits += 1
            $0.mutations += mutations
            $0.largestBatch = max($0.largestBatch, mutations)
            $0.objects += applier.objects
            $0.buckets += applier.buckets
            $0.contentBytes += applier.bytes
        }
    }

    /// Moves the log of the index into its file now and then; nobody waits for it.
    private func checkpointIfDue() {
        let written = counters.statistics.journalBytes
        let isDue = state.withLock { state in
            guard written - state.checkpointed > Self.checkpointBytes else { return false }
            state.checkpointed = written
            return true
        }
        guard isDue else { return }
        do {
            try index.checkpoint()
        } catch {
            let cause = IndexDatabase.storeError(error)
            logger.error("index checkpoint failed", metadata: ["error": "\(cause)"])
            guard case StoreError.system = cause else { return }
            // What the kernel dropped of the index it reports once: make it anew at the next start.
            state.withLock { $0.hasFailed = true }
            distrustIndex()
        }
    }
}
