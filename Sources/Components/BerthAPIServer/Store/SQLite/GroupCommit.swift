import GRDB
import Kubernetes
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Commits changes in groups: what has gathered while one group was being synced is the next (one sync a group).
///
/// Every change is judged inside the transaction, on what those before it left; a refused one writes nothing. Nothing
/// is visible or acknowledged before it is durable.
final class GroupCommit: Sendable {
    private struct Write: Sendable {
        let mutation: SQLiteTransaction.Mutation
        let continuation: CheckedContinuation<Result<SQLiteTransaction.Outcome, StoreError>, Never>
    }

    private struct State {
        var pending: [Write] = []
        var isDraining = false
        var isClosed = false
        /// Set when what is on the disk is not known any more: no write until it is opened again (D3).
        var hasFailed = false
        var idle: [CheckedContinuation<Void, Never>] = []
        var statistics = StoreStatistics()
    }

    private static let groupLimit = 512
    private static let groupBytesLimit = 8 << 20

    private let file: SQLiteFile
    private let numbers: ResourceNumbers
    private let reserve: SQLiteReserve
    private let thread: NIOThreadPool
    private let logger: Logger
    private let publish: @Sendable (Int64, [StoreEvent]) -> Void
    private let state = Mutex(State())

    /// A queue whose `publish` is told every commit, in order, before those who wait for it.
    init(
        file: SQLiteFile,
        numbers: ResourceNumbers,
        reserve: SQLiteReserve,
        thread: NIOThreadPool,
        logger: Logger,
        publish: @escaping @Sendable (Int64, [StoreEvent]) -> Void
    ) {
        (self.file, self.numbers, self.reserve) = (file, numbers, reserve)
        (self.thread, self.logger, self.publish) = (thread, logger, publish)
    }

    var statistics: StoreStatistics { state.withLock { $0.statistics } }

    /// False after a failure that only a new opening can judge, and once closed.
    var isWritable: Bool { state.withLock { !$0.hasFailed && !$0.isClosed } }

    /// Makes a change in the next group and answers once it is durable.
    func submit(_ mutation: SQLiteTransaction.Mutation) async throws(StoreError) -> SQLiteTransaction.Outcome {
        let result = await withCheckedContinuation { continuation in
            enqueue(Write(mutation: mutation, continuation: continuation))
        }
        return try result.get()
    }

    /// Runs a transaction of its own between groups; blocks.
    ///
    /// `published` is called after the commit, before the next.
    func exclusive(
        _ body: (inout SQLiteTransaction) throws -> Void,
        published: (SQLiteTransaction) -> Void
    ) throws {
        if let error = state.withLock({ Self.refusal($0) }) { throw error }
        do {
            try file.connections.writeWithoutTransaction { db in
                try db.beginTransaction(.immediate)
                do {
                    var transaction = try SQLiteTransaction(db, numbers: numbers)
                    try body(&transaction)
                    try db.commit()
                    numbers.add(transaction.newNumbers)
                    published(transaction)
                } catch {
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        } catch {
            judge(error)
            throw error
        }
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

    private static func refusal(_ state: State) -> StoreError? {
        if state.isClosed { return .unavailable("the store is closed") }
        return state.hasFailed ? .unavailable("a write to the disk failed: the server must be started again") : nil
    }

    private func enqueue(_ write: Write) {
        let (error, begins): (StoreError?, Bool) = state.withLock { state in
            if let error = Self.refusal(state) { return (error, false) }
            state.pending.append(write)
            state.statistics.asked += 1
            defer { state.isDraining = true }
            return (nil, !state.isDraining)
        }
        if let error { return write.continuation.resume(returning: .failure(error)) }
        guard begins else { return }
        thread.submit { state in
            if case .active = state {
                while let group = self.nextGroup() { self.commit(group) }
            } else {
                while let group = self.nextGroup() { Self.refuse(group, .unavailable("the store is closed")) }
            }
        }
    }

    private func nextGroup() -> [Write]? {
        let (group, idle): ([Write]?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if state.pending.isEmpty {
                state.isDraining = false
                defer { state.idle = [] }
                return (nil, state.idle)
            }
            var bytes = 0
            let group = Array(
                state.pending.prefix(Self.groupLimit).prefix { write in
                    defer { bytes += write.mutation.size }
                    return bytes <= Self.groupBytesLimit
                }
            )
            state.pending.removeFirst(group.count)
            return (group, [])
        }
        for continuation in idle { continuation.resume() }
        return group
    }

    private static func refuse(_ group: [Write], _ error: StoreError) {
        for write in group { write.continuation.resume(returning: .failure(error)) }
    }

    private func commit(_ group: [Write]) {
        if let error = state.withLock({ $0.hasFailed ? Self.refusal($0) : nil }) { return Self.refuse(group, error) }
        do {
            let results = try attempt(group)
            for (write, result) in zip(group, results) { write.continuation.resume(returning: result) }
            reserve.restoreIfPossible()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            retryReleasing(group)
        } catch {
            judge(error)
            Self.refuse(group, SQLiteSchema.storeError(error))
        }
    }

    /// On a full disk only what makes room is committed, out of the reserve.
    private func retryReleasing(_ group: [Write]) {
        let releasing = group.filter(\.mutation.releasesSpace)
        Self.refuse(group.filter { !$0.mutation.releasesSpace }, .unavailable("the disk is full"))
        guard !releasing.isEmpty else { return }
        if releasing.count < group.count || reserve.release() {
            commit(releasing)
        } else {
            Self.refuse(releasing, .unavailable("the disk is full"))
        }
    }

    /// One group; throws with the file as before, or after a failed commit in a state that only an opening judges.
    private func attempt(_ group: [Write]) throws -> [Result<SQLiteTransaction.Outcome, StoreError>] {
        try file.connections.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            do {
                var transaction = try SQLiteTransaction(db, numbers: numbers)
                var results: [Result<SQLiteTransaction.Outcome, StoreError>] = []
                results.reserveCapacity(group.count)
                for write in group {
                    do { results.append(.success(try transaction.perform(write.mutation))) } catch let error
                        as StoreError
                    {
                        results.append(.failure(error))
                    }
                }
                guard transaction.isChanged else {
                    try db.rollback()
                    return results
                }
                try transaction.finish()
                try db.commit()
                count(transaction.events.count)
                numbers.add(transaction.newNumbers)
                publish(transaction.revision, transaction.events)
                return results
            } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    private func count(_ events: Int) {
        state.withLock { state in
            state.statistics.commits += 1
            state.statistics.writes += events
            state.statistics.largestGroup = max(state.statistics.largestGroup, events)
        }
    }

    /// Ends writing when it is not known what the disk holds.
    private func judge(_ error: any Error) {
        guard let error = error as? DatabaseError else { return }
        switch error.resultCode {
        case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB:
            state.withLock { $0.hasFailed = true }
            logger.critical(
                "state cannot be written: no further changes until a restart",
                metadata: ["sqlite": "\(error.extendedResultCode.rawValue)"]
            )
        default:
            logger.error("changes not made", metadata: ["sqlite": "\(error.extendedResultCode.rawValue)"])
        }
    }
}
