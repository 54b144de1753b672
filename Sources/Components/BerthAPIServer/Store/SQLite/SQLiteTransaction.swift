import Foundation
import GRDB
import Kubernetes
import NIOCore
import NIOFoundationCompat

/// The changes of one group commit, each judged on what those before it left.
struct SQLiteTransaction {
    /// One asked change.
    enum Mutation: Sendable {
        case create(ResourceKey, ByteBuffer)
        case update(ResourceKey, ByteBuffer, expecting: Int64)
        case delete(ResourceKey, expecting: Int64)
        /// Removes the next rows of history that nobody may ask for any more.
        case compact(through: Int64, rows: Int)

        /// Whether it makes room: such changes go on when the disk is full (D13).
        var releasesSpace: Bool {
            switch self {
            case .create, .update: false
            case .delete, .compact: true
            }
        }

        /// About what it adds to the file.
        var size: Int {
            switch self {
            case .create(_, let value), .update(_, let value, _): value.readableBytes
            case .delete, .compact: 0
            }
        }
    }

    /// What a change came to.
    enum Outcome: Sendable {
        case object(StoredObject)
        case compacted(rows: Int)
    }

    let db: Database
    let numbers: ResourceNumbers
    private(set) var revision: Int64
    private(set) var events: [StoreEvent] = []
    private(set) var newNumbers: [GroupResource: Int64] = [:]
    /// Whether anything is to be committed.
    private(set) var isChanged = false

    init(_ db: Database, numbers: ResourceNumbers) throws {
        self.db = db
        self.numbers = numbers
        guard let revision = try SQLiteSchema.number("revision", db) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        self.revision = revision
    }

    /// Makes a change, or refuses it with a `StoreError` before anything is written; any other error spoils the group.
    mutating func perform(_ mutation: Mutation) throws -> Outcome {
        switch mutation {
        case .create(let key, let value):
            let number = try number(of: key.resource)
            guard try current(key, number) == nil else { throw StoreError.alreadyExists }
            return .object(try record(.added, key, number, value, previous: nil))
        case .update(let key, let value, let expected):
            let number = try number(of: key.resource)
            let previous = try expect(key, number, at: expected)
            return .object(try record(.modified, key, number, value, previous: previous))
        case .delete(let key, let expected):
            let number = try number(of: key.resource)
            let previous = try expect(key, number, at: expected)
            return .object(try record(.deleted, key, number, previous.value, previous: previous))
        case .compact(let target, let rows): return .compacted(rows: try compact(through: target, rows: rows))
        }
    }

    /// Writes the reached revision; the last step before the commit.
    func finish() throws { try SQLiteSchema.setNumber("revision", revision, db) }

    /// Replaces all there is; see ``ResourceStore/replaceAll(above:with:)``.
    mutating func replaceAll(
        above floor: Int64,
        with next: () throws -> [(key: ResourceKey, value: ByteBuffer)]?
    ) throws {
        try db.execute(sql: "DELETE FROM log; DELETE FROM current; DELETE FROM superseded")
        revision = max(revision, floor) + 1
        while let objects = try next() {
            for (key, value) in objects {
                let number = try number(of: key.resource)
                guard try current(key, number) == nil else { throw StoreError.alreadyExists }
                _ = try record(.added, key, number, value, previous: nil)
                events = []
            }
        }
        try SQLiteSchema.setNumber("compacted", revision, db)
        try finish()
    }

    private mutating func number(of resource: GroupResource) throws -> Int64 {
        if let known = numbers.known(resource) ?? newNumbers[resource] { return known }
        let number = try numbers.numberMadeIfNew(resource, db)
        newNumbers[resource] = number
        return number
    }

    private func expect(_ key: ResourceKey, _ number: Int64, at revision: Int64) throws -> StoredObject {
        guard let current = try current(key, number) else { throw StoreError.notFound }
        guard current.revision == revision else { throw StoreError.conflict }
        return current
    }

    private func current(_ key: ResourceKey, _ number: Int64) throws -> StoredObject? {
        try SQLiteQueries.current(key, number, db)
    }

    private mutating func record(
        _ change: StoreEvent.Change,
        _ key: ResourceKey,
        _ number: Int64,
        _ value: ByteBuffer,
        previous: StoredObject?
    ) throws -> StoredObject {
        isChanged = true
        revision += 1
        let bytes = value.getData(at: value.readerIndex, length: value.readableBytes, byteTransferStrategy: .noCopy)
        try db.cachedStatement(
            sql: """
                INSERT INTO log (revision, change, previous, resource, namespace, name, value)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                revision, change.code, previous?.revision, number, key.namespace, key.name,
                change == .deleted ? nil : bytes,
            ]
        )
        let place: StatementArguments = [number, key.namespace, key.name]
        if let previous {
            try db.cachedStatement(
                sql: "INSERT INTO superseded (until, revision, resource, namespace, name) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [revision, previous.revision, number, key.namespace, key.name])
        }
        if change == .deleted {
            try db.cachedStatement(
                sql: "DELETE FROM current WHERE resource = ? AND namespace = ? AND name = ?"
            ).execute(arguments: place)
        } else {
            try db.cachedStatement(
                sql: """
                    INSERT INTO current (resource, namespace, name, revision) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET revision = excluded.revision
                    """
            ).execute(arguments: place + [revision])
        }
        let object = StoredObject(key: key, value: value, revision: revision)
        events.append(StoreEvent(change: change, object: object, previous: previous))
        return object
    }

    private mutating func compact(through target: Int64, rows: Int) throws -> Int {
        guard target <= revision else { throw StoreError.future(current: revision) }
        if target > (try SQLiteSchema.number("compacted", db) ?? 0) {
            try SQLiteSchema.setNumber("compacted", target, db)
            isChanged = true
        }
        let ended = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT until, revision FROM superseded WHERE until <= ? ORDER BY until LIMIT ?"),
            arguments: [target, rows]
        ).map { (until: $0[0] as Int64, revision: $0[1] as Int64) }
        for (until, revision) in ended {
            isChanged = true
            try db.cachedStatement(sql: "DELETE FROM log WHERE revision = ?").execute(arguments: [revision])
            try db.cachedStatement(
                sql: "DELETE FROM log WHERE revision = ? AND change = \(StoreEvent.Change.deleted.code)"
            )
            .execute(arguments: [until])
            try db.cachedStatement(sql: "DELETE FROM superseded WHERE until = ?").execute(arguments: [until])
        }
        return ended.count
    }
}
