import GRDB
import Kubernetes
import Synchronization

/// The numbers that stand for resources in the file; they are never taken back.
final class ResourceNumbers: Sendable {
    private struct State {
        var numbers: [GroupResource: Int64] = [:]
        var resources: [Int64: GroupResource] = [:]
    }

    private let state = Mutex(State())

    /// Reads those of the file.
    init(_ db: Database) throws { try load(db) }

    /// The number of a resource if it is known already.
    func known(_ resource: GroupResource) -> Int64? { state.withLock { $0.numbers[resource] } }

    /// The number of a resource in the snapshot of `db`; nil when no object of it was stored yet.
    func number(of resource: GroupResource, _ db: Database) throws -> Int64? {
        // Another's commit can be seen before its numbers are remembered.
        if let known = known(resource) { return known }
        return try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM resources WHERE grp = ? AND resource = ?"),
            arguments: [resource.group, resource.resource]
        )
    }

    func resource(of number: Int64, _ db: Database) throws -> GroupResource {
        if let known = state.withLock({ $0.resources[number] }) { return known }
        try load(db)
        guard let known = state.withLock({ $0.resources[number] }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "resource \(number) has no name")
        }
        return known
    }

    /// The number of a resource, made when it is new; to be kept with ``add(_:)`` once it is committed.
    func numberMadeIfNew(_ resource: GroupResource, _ db: Database) throws -> Int64 {
        let arguments: StatementArguments = [resource.group, resource.resource]
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO resources (grp, resource) VALUES (?, ?)")
            .execute(arguments: arguments)
        guard let number = try number(of: resource, db) else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return number
    }

    /// Remembers numbers that were committed.
    func add(_ numbers: [GroupResource: Int64]) {
        state.withLock { state in
            for (resource, number) in numbers {
                state.numbers[resource] = number
                state.resources[number] = resource
            }
        }
    }

    /// Reads what is committed; `db` must not be in the midst of writing.
    private func load(_ db: Database) throws {
        var found: [GroupResource: Int64] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "SELECT id, grp, resource FROM resources"))
        while let row = try rows.next() { found[GroupResource(group: row[1], resource: row[2])] = row[0] }
        add(found)
    }
}
