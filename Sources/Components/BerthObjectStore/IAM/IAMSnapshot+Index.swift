import Foundation
import GRDB

extension IAMSnapshot {
    /// Reads all users and policies.
    init(_ db: Database, generation: Int64) throws {
        self.generation = generation
        for row in try Row.fetchAll(db, sql: "SELECT name, record FROM users") {
            let user = try UserRecord(accessKey: row[0], record: [UInt8](row[1] as Data))
            users[user.accessKey] = user
        }
        for row in try Row.fetchAll(db, sql: "SELECT name, record FROM policies") {
            let policy = try PolicyRecord(name: row[0], record: [UInt8](row[1] as Data))
            policies[policy.name] = policy
        }
    }
}

extension UserRecord {
    func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        writer.text(secretKey)
        writer.text(status.rawValue)
        writer.integer(created.milliseconds)
        writer.list(policies) { $0.text($1) }
        writer.seal(salt: Array(accessKey.utf8))
        return writer.bytes
    }

    init(accessKey: String, record: [UInt8]) throws(StoreError) {
        var reader = try BinaryReader(sealed: record, salt: Array(accessKey.utf8))
        let secretKey = try reader.text()
        guard let status = Status(rawValue: try reader.text()) else { throw .damaged }
        let created = Date(milliseconds: try reader.integer())
        let policies = try reader.list { reader throws(StoreError) in try reader.text() }
        self.init(
            accessKey: accessKey,
            secretKey: secretKey,
            status: status,
            created: created,
            policies: policies
        )
    }
}

extension PolicyRecord {
    func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        writer.text(document)
        writer.integer(updated.milliseconds)
        writer.seal(salt: Array(name.utf8))
        return writer.bytes
    }

    init(name: String, record: [UInt8]) throws(StoreError) {
        var reader = try BinaryReader(sealed: record, salt: Array(name.utf8))
        let document = try reader.text()
        self.init(name: name, document: document, updated: Date(milliseconds: try reader.integer()))
    }
}
