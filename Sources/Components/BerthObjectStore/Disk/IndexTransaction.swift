import Foundation
import GRDB

/// What a change sees and does while its group is committed: the index as the changes before it left it.
final class IndexTransaction {
    let db: Database
    private(set) var changes: [IndexChange] = []
    private(set) var applier: IndexApplier
    private let sequence: Int64
    private var ordinal: Int64 = 0

    /// - Parameters:
    ///   - db: the writer, in a transaction.
    ///   - sequence: of the record that the group will have in the journal.
    init(_ db: Database, sequence: Int64) {
        self.db = db
        self.sequence = sequence
        applier = IndexApplier(db)
    }

    /// A number that no row or version ever had: the record of the journal and a place in it.
    func nextID() -> Int64 {
        ordinal += 1
        return sequence << 18 | ordinal
    }

    /// Room is left for this many further numbers.
    var isNearlyFull: Bool { ordinal > 1 << 17 }

    func apply(_ change: IndexChange) throws {
        try applier.apply(change)
        changes.append(change)
    }

    /// Runs `body`; if it throws, the index and the list of changes are as before.
    func attempt(_ body: (IndexTransaction) throws -> Void) throws {
        let (applierBefore, count) = (applier, changes.count)
        try db.cachedStatement(sql: "SAVEPOINT mutation").execute()
        do {
            try body(self)
            try db.cachedStatement(sql: "RELEASE mutation").execute()
        } catch {
            applier = applierBefore
            changes.removeSubrange(count...)
            // On a full disk SQLite has taken the whole transaction back by itself; the committer sees that.
            if db.isInsideTransaction {
                try db.execute(sql: "ROLLBACK TO mutation")
                try db.execute(sql: "RELEASE mutation")
            }
            throw error
        }
    }
}
