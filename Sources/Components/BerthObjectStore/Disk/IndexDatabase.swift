import Foundation
import GRDB

/// The index in SQLite: buckets and keys in order, contents, uploads, users, policies.
///
/// It is derived from the journal and may be lost: it is therefore not synced at each commit (`synchronous=NORMAL` keeps
/// it consistent), it knows up to which record it has followed, and opening catches up.
struct IndexDatabase: Sendable {
    static let schemaVersion = 1

    let pool: DatabasePool

    /// Opens or makes the index at `path`.
    ///
    /// - Throws: `DatabaseError` when it is damaged or of another version; the caller makes it anew.
    init(path: String) throws {
        // SQLite gives its other files the mode of this one.
        if try PosixFileSystem().attributes(at: path) == nil {
            let file = try PosixFileSystem().create(path)
            PosixFileSystem().close(file)
        }
        var configuration = Configuration()
        configuration.maximumReaderCount = 8
        configuration.busyMode = .timeout(10)
        configuration.label = "index"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = NORMAL;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA cache_size = -8000;
                    PRAGMA trusted_schema = OFF;
                    """
            )
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            switch version {
            case Self.schemaVersion: break
            case 0: try Self.createTables(db)
            default: throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "index of another version")
            }
        }
    }

    private static func createTables(_ db: Database) throws {
        try db.inTransaction(.immediate) {
            try db.execute(
                sql: """
                    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE TABLE buckets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL);
                    CREATE TABLE contents (
                        id INTEGER PRIMARY KEY, refs INTEGER NOT NULL, damaged INTEGER NOT NULL, file TEXT UNIQUE,
                        size INTEGER NOT NULL, sum INTEGER NOT NULL, seal INTEGER NOT NULL, bytes BLOB);
                    CREATE TABLE objects (
                        bucket INTEGER NOT NULL, key BLOB NOT NULL, record BLOB NOT NULL, extents BLOB NOT NULL,
                        PRIMARY KEY (bucket, key)) WITHOUT ROWID;
                    CREATE TABLE uploads (
                        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bucket INTEGER NOT NULL, key BLOB NOT NULL,
                        record BLOB NOT NULL);
                    CREATE INDEX uploads_by_key ON uploads (bucket, key, row);
                    CREATE TABLE parts (
                        upload INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL, extents BLOB NOT NULL,
                        PRIMARY KEY (upload, number)) WITHOUT ROWID;
                    CREATE TABLE completions (
                        id TEXT PRIMARY KEY, bucket INTEGER NOT NULL, key BLOB NOT NULL, completed INTEGER NOT NULL,
                        record BLOB NOT NULL) WITHOUT ROWID;
                    CREATE TABLE users (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
                    CREATE TABLE policies (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
                    PRAGMA user_version = \(schemaVersion);
                    """
            )
            return .commit
        }
    }

    /// The last record of the journal that the index has followed; nil when it has followed none.
    func applied() throws -> Int64? {
        try pool.read { try Self.meta("applied", $0) }
    }

    /// Moves what readers no longer need from the log of the index into its file, and syncs it.
    func checkpoint() throws {
        _ = try pool.writeWithoutTransaction { db in try db.checkpoint(.passive) }
    }

    static func meta(_ name: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT value FROM meta WHERE name = ?"), arguments: [name])
    }

    static func setMeta(_ name: String, _ value: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
            .execute(arguments: [name, value])
    }

    /// What an error of SQLite means to the store.
    static func storeError(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return switch error.resultCode {
        case .SQLITE_FULL: StoreError.storageFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: StoreError.damaged
        case .SQLITE_CANTOPEN: StoreError.tooManyOpenFiles
        default: StoreError.system(call: "sqlite", errno: error.extendedResultCode.rawValue)
        }
    }
}
