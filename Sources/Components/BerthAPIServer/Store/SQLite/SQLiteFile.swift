import Glibc
import GRDB

/// The one file of an ``SQLiteResourceStore`` and what lies beside it.
///
/// ```
/// state.sqlite          the objects and their history (with SQLite's -wal and -shm)
/// state.sqlite-lock     held by the process at work, so that two never write
/// state.sqlite-reserve  space for deletes on a full disk
/// ```
/// Only the owner can read them. Every commit is synced before it is visible (`synchronous=FULL`).
final class SQLiteFile: Sendable {
    static let format = 1
    /// "Brth": tells our files from other SQLite files.
    private static let applicationID = 0x4272_7468
    /// Files below are checked at each opening, larger ones after an unclean end only.
    private static let checkSizeLimit = 256 << 20

    let path: String
    let connections: DatabasePool
    private let lock: CInt

    /// Opens the file, making it when it is missing; blocks.
    ///
    /// - Throws: `SQLiteFileError`.
    init(path: String, readers: Int) throws {
        self.path = path
        try Self.makeDirectories(above: path)
        lock = try Self.lock(path)
        do {
            try Self.makePrivate(path)
            connections = try Self.connect(path, readers: readers)
            do { try Self.prepare(connections, path) } catch {
                try? connections.close()
                throw error
            }
        } catch {
            Self.unlock(lock)
            switch error {
            case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB:
                throw SQLiteFileError.foreign(path: path)
            case let error as DatabaseError:
                throw SQLiteFileError.damaged(path: path, finding: "SQLite error \(error.extendedResultCode.rawValue)")
            default: throw error
            }
        }
    }

    /// Writes all into the one file, closes it and gives it free; blocks.
    func end() throws {
        defer { Self.unlock(lock) }
        try connections.writeWithoutTransaction { db in
            try SQLiteSchema.setNumber("clean", 1, db)
            _ = try? db.checkpoint(.truncate)
        }
        try connections.close()
    }

    private static func connect(_ path: String, readers: Int) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(10)
        configuration.label = "api-server state"
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -4000;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA secure_delete = FAST;
                    PRAGMA wal_autocheckpoint = 2000;
                    """
            )
        }
        let connections = try DatabasePool(path: path, configuration: configuration)
        // Opening a pool sets NORMAL, which may lose the last commits with the power.
        try connections.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                throw SQLiteFileError.damaged(path: path, finding: "synchronous=FULL is refused")
            }
        }
        return connections
    }

    private static func prepare(_ connections: DatabasePool, _ path: String) throws {
        try connections.writeWithoutTransaction { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            if version == 0 {
                let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
                guard tables == 0, application == 0 else { throw SQLiteFileError.foreign(path: path) }
                try db.inTransaction(.immediate) {
                    try SQLiteSchema.create(db)
                    try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(format)")
                    return .commit
                }
                return
            }
            guard application == applicationID else { throw SQLiteFileError.foreign(path: path) }
            guard version <= format else {
                throw SQLiteFileError.newerFormat(path: path, version: version, known: format)
            }
            try check(db, path)
            try SQLiteSchema.setNumber("clean", 0, db)
        }
    }

    private static func check(_ db: Database, _ path: String) throws {
        func damaged(_ finding: String) -> SQLiteFileError { .damaged(path: path, finding: finding) }
        let size =
            try Int.fetchOne(db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
        if try SQLiteSchema.number("clean", db) != 1 || size < checkSizeLimit {
            let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
            guard finding == "ok" else { throw damaged(finding) }
        }
        let revision = try SQLiteSchema.number("revision", db)
        guard let revision, try SQLiteSchema.number("compacted", db) ?? .max <= revision else {
            throw damaged("no revision")
        }
        let newest = try Int64.fetchOne(db, sql: "SELECT MAX(revision) FROM log") ?? 0
        guard newest <= revision else { throw damaged("a change at \(newest) after revision \(revision)") }
    }

    // MARK: files

    private static func makeDirectories(above path: String) throws {
        var made = path.hasPrefix("/") ? "" : "."
        for piece in path.split(separator: "/").dropLast() {
            let parent = made.isEmpty ? "/" : made
            made += "/\(piece)"
            guard mkdir(made, 0o700) == 0 else {
                guard errno == EEXIST else { throw failure(made, "mkdir") }
                continue
            }
            try syncDirectory(parent)
        }
    }

    private static func lock(_ path: String) throws -> CInt {
        let lockPath = "\(path)-lock"
        let file = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(lockPath, "open") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno == EWOULDBLOCK ? SQLiteFileError.inUse(path: path) : failure(lockPath, "flock")
            close(file)
            throw error
        }
        return file
    }

    /// A child that was forked and has not begun its program yet holds the file too: closing alone would not do.
    private static func unlock(_ file: CInt) {
        flock(file, LOCK_UN)
        close(file)
    }

    /// SQLite gives its other files the mode of this one.
    private static func makePrivate(_ path: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path, "open") }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw failure(path, "chmod") }
        try syncDirectory(path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    }

    private static func syncDirectory(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(path, "open") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(path, "fsync") }
    }

    private static func failure(_ path: String, _ call: String) -> SQLiteFileError {
        .system(path: path, call: call, errno: errno)
    }
}
