import GRDB

/// The tables of format 1.
///
/// Every change is a row of `log`, which alone holds values; `current` names each object's newest row, `superseded`
/// the rows that history still needs: they were current until the revision in `until`.
enum SQLiteSchema {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                INSERT INTO numbers (name, value) VALUES ('revision', 0), ('compacted', 0), ('clean', 0);
                CREATE TABLE resources (
                    id INTEGER PRIMARY KEY, grp TEXT NOT NULL, resource TEXT NOT NULL, UNIQUE (grp, resource));
                CREATE TABLE log (
                    revision INTEGER PRIMARY KEY, change INTEGER NOT NULL, previous INTEGER, resource INTEGER NOT NULL,
                    namespace TEXT NOT NULL, name TEXT NOT NULL, value BLOB);
                CREATE TABLE current (
                    resource INTEGER NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL,
                    PRIMARY KEY (resource, namespace, name)) WITHOUT ROWID;
                CREATE TABLE superseded (
                    until INTEGER PRIMARY KEY, resource INTEGER NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
                    revision INTEGER NOT NULL);
                CREATE INDEX superseded_by_key ON superseded (resource, namespace, name, revision);
                """
        )
    }

    static func number(_ name: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT value FROM numbers WHERE name = ?"), arguments: [name])
    }

    static func setNumber(_ name: String, _ value: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE numbers SET value = ? WHERE name = ?").execute(arguments: [value, name])
    }

    /// What an error of SQLite means to the caller; it holds no value of the statement.
    static func storeError(_ error: any Error) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL: .unavailable("the disk is full")
        case let error as DatabaseError: .unavailable("SQLite error \(error.extendedResultCode.rawValue)")
        case is CancellationError: .unavailable("cancelled")
        default: .unavailable("the store is closed")
        }
    }
}

extension StoreEvent.Change {
    /// How the log writes it.
    var code: Int {
        switch self {
        case .added: 0
        case .modified: 1
        case .deleted: 2
        }
    }

    init?(code: Int) {
        switch code {
        case 0: self = .added
        case 1: self = .modified
        case 2: self = .deleted
        default: return nil
        }
    }
}
