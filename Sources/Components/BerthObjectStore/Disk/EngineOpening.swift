import Foundation
import GRDB
import Logging

/// What is done before a store serves: idempotent, bounded by what was in flight, careful with what it does not know (D12).
struct EngineOpening {
    let directory: String
    let indexPath: String
    let fileSystem: any FileSystem
    let counters: EngineCounters
    let logger: Logger

    struct Result {
        let dataDirectory: DataDirectory
        let journal: Journal
        let index: IndexDatabase
        let generation: Int64
        let iam: IAMSnapshot
        /// Whether the journal lacks what the index knows: a base must be written.
        let needsBase: Bool
    }

    func open() throws -> Result {
        let dataDirectory = try DataDirectory(path: directory, fileSystem: fileSystem, processID: getpid())
        // Room for the index's own files; the reserve is taken again when there is space.
        if try fileSystem.space(at: directory).free < 1 << 20 { try fileSystem.unlink("\(directory)/RESERVE") }
        let journal = Journal(
            directory: "\(directory)/journal",
            identity: dataDirectory.identity,
            fileSystem: fileSystem,
            counters: counters,
            logger: logger
        )
        var (index, isComplete) = try openIndex(journal)
        var state: (generation: Int64, iam: IAMSnapshot)
        do {
            state = try readState(index)
        } catch {
            guard IndexDatabase.storeError(error) as? StoreError == .damaged else { throw error }
            try index.pool.close()
            (index, isComplete) = (try rebuildIndex(journal), true)
            state = try readState(index)
        }
        try journal.begin(after: index.applied() ?? 0)
        try emptyStaging()
        return Result(
            dataDirectory: dataDirectory,
            journal: journal,
            index: index,
            generation: state.generation + 1,
            iam: state.iam,
            needsBase: !isComplete
        )
    }

    private func readState(_ index: IndexDatabase) throws -> (generation: Int64, iam: IAMSnapshot) {
        try countContents(index)
        return try index.pool.read { db in
            let sequence = try IndexDatabase.meta("applied", db) ?? 0
            return (try IndexDatabase.meta("generation", db) ?? 0, try IAMSnapshot(db, generation: sequence))
        }
    }

    /// The index, caught up with the journal; made anew when it is missing, damaged or too old.
    func openIndex(_ journal: Journal) throws -> (IndexDatabase, isComplete: Bool) {
        try requireFolders()
        let isStale = try PosixFileSystem().attributes(at: Self.staleMark(indexPath)) != nil
        guard !isStale, try PosixFileSystem().attributes(at: indexPath) != nil else {
            return (try rebuildIndex(journal), true)
        }
        do {
            let index = try IndexDatabase(path: indexPath)
            guard let applied = try index.applied() else { return (try rebuildIndex(journal), true) }
            do {
                let reached = try follow(journal, from: applied, index)
                return (index, reached == applied ? try journal.covers(applied) : true)
            } catch {
                try index.pool.close()
                throw error
            }
        } catch is JournalError {
            logger.warning("index is older than the journal")
        } catch StoreError.damaged {
            logger.warning("index disagrees with the journal")
        } catch let error as DatabaseError {
            // Only what is broken, or disagrees with the journal, is made anew; what a full disk or a limit keeps from
            // opening is not.
            guard [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode) else {
                throw IndexDatabase.storeError(error)
            }
            logger.warning("index is damaged", metadata: ["error": "\(IndexDatabase.storeError(error))"])
        }
        return (try rebuildIndex(journal), true)
    }

    /// Makes the index from the journal alone; the old one goes only when that has worked.
    func rebuildIndex(_ journal: Journal) throws -> IndexDatabase {
        try requireFolders()
        logger.info("index is made from the journal")
        let path = "\(indexPath)-new"
        try Self.removeIndex(path)
        let index = try IndexDatabase(path: path)
        do {
            let reached = try follow(journal, from: nil, index)
            // A new store has no contents yet: where some are, the journal that named them is lost.
            if reached == 0, try hasContents() { throw JournalError.gap(after: 0) }
            _ = try index.pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try index.pool.close()
        } catch {
            try? index.pool.close()
            try? Self.removeIndex(path)
            guard let error = error as? JournalError else { throw error }
            throw DataDirectoryError.damaged("journal: \(error); fsck --rebuild salvages what is left")
        }
        try Self.removeIndex(indexPath)
        try PosixFileSystem().rename(path, to: indexPath)
        try Self.removeIndex(path)
        return try IndexDatabase(path: indexPath)
    }

    /// Refuses to take a folder that somebody removed for an empty one.
    private func requireFolders() throws {
        for folder in ["journal", "objects", "staging"]
        where try fileSystem.attributes(at: "\(directory)/\(folder)") == nil {
            throw DataDirectoryError.damaged("the folder \(folder) is missing; fsck --rebuild salvages what is left")
        }
    }

    private func hasContents() throws(StoreError) -> Bool {
        for folder in DataDirectory.objectFolders {
            for name in try fileSystem.names(in: "\(directory)/objects/\(folder)")
            where ContentFiles.generation(of: name) != nil { return true }
        }
        return false
    }

    /// Applies what the index does not have yet, and removes the files that this leaves without an owner.
    private func follow(_ journal: Journal, from applied: Int64?, _ index: IndexDatabase) throws -> Int64 {
        var dropped: [(id: Int64, file: String)] = []
        var reached = applied ?? 0
        try index.pool.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                try journal.replay(after: applied) { sequence, changes in
                    var applier = IndexApplier(db)
                    for change in changes { try applier.apply(change) }
                    try IndexDatabase.setMeta("applied", sequence, db)
                    dropped += applier.dropped
                    reached = sequence
                }
                return .commit
            }
        }
        for content in dropped { try fileSystem.unlink("\(directory)/objects/\(content.file)") }
        return reached
    }

    /// Nothing in `staging/` was acknowledged; names that are not ours stay.
    private func emptyStaging() throws {
        for name in try fileSystem.names(in: "\(directory)/staging") {
            if ContentFiles.generation(of: name) != nil || name == "FORMAT" {
                try fileSystem.unlink("\(directory)/staging/\(name)")
            } else {
                logger.warning("unknown file left alone", metadata: ["file": "staging/\(name)"])
            }
        }
    }

    private func countContents(_ index: IndexDatabase) throws {
        let row = try index.pool.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT COUNT(*) FROM objects), (SELECT COUNT(*) FROM buckets),
                        (SELECT COALESCE(SUM(size), 0) FROM contents)
                    """
            )
        }
        guard let row else { return }
        counters.count {
            $0.objects = row[0]
            $0.buckets = row[1]
            $0.contentBytes = row[2]
        }
    }

    /// The file that says that the index is not to be trusted.
    static func staleMark(_ indexPath: String) -> String { "\(indexPath)-stale" }

    static func markStale(_ indexPath: String) {
        guard let file = try? PosixFileSystem().create(staleMark(indexPath)) else { return }
        PosixFileSystem().close(file)
    }

    static func removeIndex(_ path: String) throws {
        for suffix in ["", "-wal", "-shm", "-stale"] { try PosixFileSystem().unlink(path + suffix) }
    }
}
