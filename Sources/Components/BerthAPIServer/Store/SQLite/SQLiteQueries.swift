import Foundation
import GRDB
import Kubernetes
import NIOCore

/// What is asked of one snapshot of the file.
struct SQLiteQueries {
    let db: Database
    let numbers: ResourceNumbers

    /// The object as one statement sees it.
    static func current(_ key: ResourceKey, _ number: Int64, _ db: Database) throws -> StoredObject? {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT c.revision, l.value FROM current c CROSS JOIN log l ON l.revision = c.revision
                    WHERE c.resource = ? AND c.namespace = ? AND c.name = ?
                    """
            ),
            arguments: [number, key.namespace, key.name]
        )
        guard let row = try rows.next() else { return nil }
        return StoredObject(key: key, value: try value(row, 1), revision: row[0])
    }

    func revision() throws -> Int64 {
        guard let revision = try SQLiteSchema.number("revision", db) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return revision
    }

    /// - Throws: `.expired` or `.future` unless history holds what was at `revision`.
    func check(_ asked: Int64) throws {
        let oldest = try SQLiteSchema.number("compacted", db) ?? 0
        guard asked >= oldest else { throw StoreError.expired(oldest: oldest) }
        let current = try revision()
        guard asked <= current else { throw StoreError.future(current: current) }
    }

    /// A page of one resource.
    func page(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at asked: Int64?
    ) throws -> ResourcePage {
        let current = try revision()
        let snapshot = asked ?? current
        try check(snapshot)
        guard let number = try numbers.number(of: resource, db) else {
            return ResourcePage(items: [], revision: snapshot, hasMore: false, remaining: 0)
        }
        var condition = "resource = ?"
        var place: StatementArguments = [number]
        if let namespace {
            condition += " AND namespace = ?"
            place += [namespace]
        }
        if let after {
            condition += namespace == nil ? " AND (namespace, name) > (?, ?)" : " AND name > ?"
            place += namespace == nil ? [after.namespace, after.name] : [after.name]
        }
        // As of an older revision: what is not newer, and what was replaced later only.
        var versions = "SELECT namespace, name, revision FROM current WHERE \(condition)"
        var arguments = place
        if snapshot < current {
            versions += """
                 AND revision <= ? UNION ALL
                SELECT namespace, name, revision FROM superseded WHERE \(condition) AND revision <= ? AND until > ?
                """
            arguments = place + [snapshot] + place + [snapshot, snapshot]
        }
        let asksForMore = limit.map { $0 < .max - 1 } ?? false
        let sql = """
            SELECT v.namespace, v.name, v.revision, l.value
            FROM (\(versions) ORDER BY namespace, name LIMIT ?) v CROSS JOIN log l ON l.revision = v.revision
            """
        let count = asksForMore ? Int64(limit ?? 0) : -1
        let items = try items(resource, sql, arguments + [count], atMost: limit ?? .max)
        guard asksForMore, items.count == limit else {
            return ResourcePage(items: items, revision: snapshot, hasMore: false, remaining: 0)
        }
        let total = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT COUNT(*) FROM (\(versions))"),
            arguments: arguments
        )
        let remaining = (total ?? items.count) - items.count
        return ResourcePage(items: items, revision: snapshot, hasMore: remaining > 0, remaining: remaining)
    }

    /// A page of all resources, each after the other.
    func page(after: ResourceKey?, limit: Int, at asked: Int64?) throws -> ResourcePage {
        let snapshot = try asked ?? revision()
        try check(snapshot)
        var items: [StoredObject] = []
        let resources = try Row.fetchAll(db, sql: "SELECT grp, resource FROM resources ORDER BY grp, resource").map {
            GroupResource(group: $0[0], resource: $0[1])
        }
        for resource in resources {
            let isBehind = after.map { ResourceKey(resource, name: "") < ResourceKey($0.resource, name: "") } ?? false
            guard !isBehind else { continue }
            let start = after?.resource == resource ? after : nil
            let page = try page(resource, namespace: nil, after: start, limit: limit - items.count, at: snapshot)
            items += page.items
            if page.hasMore { return ResourcePage(items: items, revision: snapshot, hasMore: true, remaining: nil) }
        }
        return ResourcePage(items: items, revision: snapshot, hasMore: false, remaining: 0)
    }

    /// The changes in (after, through], with what was before each.
    func events(
        after: Int64,
        through: Int64,
        resource: GroupResource? = nil,
        namespace: String? = nil,
        limit: Int
    ) throws -> [StoreEvent] {
        try check(after)
        var condition = "l.revision > ? AND l.revision <= ?"
        var arguments: StatementArguments = [after, through]
        if let resource {
            guard let number = try numbers.number(of: resource, db) else { return [] }
            condition += " AND l.resource = ?"
            arguments += [number]
        }
        if let namespace {
            condition += " AND l.namespace = ?"
            arguments += [namespace]
        }
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT l.revision, l.change, l.resource, l.namespace, l.name, l.value, l.previous, p.value
                    FROM log l LEFT JOIN log p ON p.revision = l.previous
                    WHERE \(condition) ORDER BY l.revision LIMIT ?
                    """
            ),
            arguments: arguments + [limit]
        )
        var events: [StoreEvent] = []
        while let row = try rows.next() { events.append(try event(row)) }
        return events
    }

    private func event(_ row: Row) throws -> StoreEvent {
        guard let change = StoreEvent.Change(code: row[1]) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        let key = ResourceKey(try numbers.resource(of: row[2], db), namespace: row[3], name: row[4])
        let previous = try (row[6] as Int64?).map {
            StoredObject(key: key, value: try Self.value(row, 7), revision: $0)
        }
        let value = try change == .deleted ? previous?.value ?? ByteBuffer() : Self.value(row, 5)
        let object = StoredObject(key: key, value: value, revision: row[0])
        return StoreEvent(change: change, object: object, previous: previous)
    }

    private func items(
        _ resource: GroupResource,
        _ sql: String,
        _ arguments: StatementArguments,
        atMost limit: Int
    ) throws -> [StoredObject] {
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var arena = ValueArena()
        var count = 0
        while count < limit, let row = try rows.next() {
            let key = ResourceKey(resource, namespace: row[0], name: row[1])
            try row.withUnsafeData(atIndex: 3) { arena.add(key, row[2], $0 ?? Data()) }
            count += 1
        }
        return arena.finish()
    }

    private static func value(_ row: Row, _ index: Int) throws -> ByteBuffer {
        try row.withUnsafeData(atIndex: index) { data in data.map { ByteBuffer(bytes: $0) } ?? ByteBuffer() }
    }
}
