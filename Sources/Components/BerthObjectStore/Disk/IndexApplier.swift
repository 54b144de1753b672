import Foundation
import GRDB

/// Carries changes out on the index, inside a transaction of the caller.
struct IndexApplier {
    let db: Database
    /// Contents whose last reference went: their rows are gone, their files may go after the commit.
    var dropped: [(id: Int64, file: String)] = []
    var objects = 0
    var buckets = 0
    var bytes: Int64 = 0
    var touchesIAM = false

    init(_ db: Database) { self.db = db }

    mutating func apply(_ change: IndexChange) throws {
        switch change {
        case .begin(let generation): try IndexDatabase.setMeta("generation", generation, db)
        case .putBucket(let id, let name, let created):
            try execute("INSERT INTO buckets (id, name, created) VALUES (?, ?, ?)", [id, name, created])
            buckets += 1
        case .deleteBucket(let id):
            try execute("DELETE FROM buckets WHERE id = ?", [id])
            buckets -= 1
        case .addContent(let content, let references): try add(content, references: references)
        case .putObject(let bucket, let key, let record, let extents, let counted):
            try putObject(bucket, key, record, extents, counted: counted)
        case .deleteObject(let bucket, let key):
            guard let old = try extents(ofObject: key, in: bucket) else { return }
            try execute("DELETE FROM objects WHERE bucket = ? AND key = ?", [bucket, Data(key)])
            try release(old)
            objects -= 1
        case .putUpload(let row, let id, let bucket, let key, let record):
            try execute(
                "INSERT INTO uploads (row, id, bucket, key, record) VALUES (?, ?, ?, ?, ?)",
                [row, id, bucket, Data(key), Data(record)]
            )
        case .deleteUpload(let row, let moved): try deleteUpload(row, moved: Set(moved))
        case .putPart(let upload, let number, let record, let extents, let counted):
            try putPart(upload, number, record, extents, counted: counted)
        case .putCompletion(let id, let bucket, let key, let completed, let record):
            try execute(
                "INSERT OR REPLACE INTO completions (id, bucket, key, completed, record) VALUES (?, ?, ?, ?, ?)",
                [id, bucket, Data(key), completed, Data(record)]
            )
        case .deleteCompletion(let id): try execute("DELETE FROM completions WHERE id = ?", [id])
        case .putUser(let accessKey, let record):
            try putIdentity("users", accessKey, record)
        case .deleteUser(let accessKey): try deleteIdentity("users", accessKey)
        case .putPolicy(let name, let record): try putIdentity("policies", name, record)
        case .deletePolicy(let name): try deleteIdentity("policies", name)
        case .markContent(let id, let isDamaged):
            try execute("UPDATE contents SET damaged = ? WHERE id = ?", [isDamaged, id])
        }
    }

    private mutating func add(_ content: StoredContent, references: Int) throws {
        var file: String?
        var inline: Data?
        switch content.place {
        case .inline(let bytes): inline = Data(bytes)
        case .file(let name): file = name
        }
        try execute(
            "INSERT INTO contents (id, refs, damaged, file, size, sum, seal, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                content.id, references, content.isDamaged, file, content.size, Int64(bitPattern: content.sum),
                Int64(content.seal), inline,
            ]
        )
        bytes += content.size
    }

    private mutating func putObject(
        _ bucket: Int64,
        _ key: [UInt8],
        _ record: [UInt8],
        _ extents: [Extent],
        counted: Bool
    ) throws {
        let old = try self.extents(ofObject: key, in: bucket)
        if !counted { try retain(extents) }
        let list = Extent.encode(extents, salt: ObjectRecord.salt(bucket: bucket, key: key))
        try execute(
            """
            INSERT INTO objects (bucket, key, record, extents) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (bucket, key) DO UPDATE SET record = ?3, extents = ?4
            """,
            [bucket, Data(key), Data(record), Data(list)]
        )
        if let old { try release(old) } else { objects += 1 }
    }

    private mutating func putPart(
        _ upload: Int64,
        _ number: Int,
        _ record: [UInt8],
        _ extents: [Extent],
        counted: Bool
    ) throws {
        let salt = PartRecord.salt(upload: upload, number: number)
        let old = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT extents FROM parts WHERE upload = ? AND number = ?"),
            arguments: [upload, number]
        )
        if !counted { try retain(extents) }
        try execute(
            """
            INSERT INTO parts (upload, number, record, extents) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (upload, number) DO UPDATE SET record = ?3, extents = ?4
            """,
            [upload, number, Data(record), Data(Extent.encode(extents, salt: salt))]
        )
        if let old { try release(Extent.decode([UInt8](old[0] as Data), salt: salt)) }
    }

    private mutating func deleteUpload(_ row: Int64, moved: Set<Int>) throws {
        let parts = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT number, extents FROM parts WHERE upload = ?"),
            arguments: [row]
        )
        for part in parts {
            let number: Int = part[0]
            guard !moved.contains(number) else { continue }
            let salt = PartRecord.salt(upload: row, number: number)
            try release(Extent.decode([UInt8](part[1] as Data), salt: salt))
        }
        try execute("DELETE FROM parts WHERE upload = ?", [row])
        try execute("DELETE FROM uploads WHERE row = ?", [row])
    }

    private mutating func putIdentity(_ table: String, _ name: String, _ record: [UInt8]) throws {
        try execute("INSERT OR REPLACE INTO \(table) (name, record) VALUES (?, ?)", [name, Data(record)])
        touchesIAM = true
    }

    private mutating func deleteIdentity(_ table: String, _ name: String) throws {
        try execute("DELETE FROM \(table) WHERE name = ?", [name])
        touchesIAM = true
    }

    private func extents(ofObject key: [UInt8], in bucket: Int64) throws -> [Extent]? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT extents FROM objects WHERE bucket = ? AND key = ?"),
            arguments: [bucket, Data(key)]
        )
        guard let row else { return nil }
        // A damaged row can still be replaced and deleted; `fsck` finds what it held on to.
        return (try? Extent.decode([UInt8](row[0] as Data), salt: ObjectRecord.salt(bucket: bucket, key: key))) ?? []
    }

    private func retain(_ extents: [Extent]) throws {
        let statement = try db.cachedStatement(sql: "UPDATE contents SET refs = refs + 1 WHERE id = ?")
        for extent in extents {
            try statement.execute(arguments: [extent.content])
            guard db.changesCount == 1 else { throw StoreError.damaged }
        }
    }

    private mutating func release(_ extents: [Extent]) throws {
        let select = try db.cachedStatement(sql: "SELECT refs, file, size FROM contents WHERE id = ?")
        for extent in extents {
            // A content without a row is damage that fsck reports; it must not keep an object from being deleted.
            guard let row = try Row.fetchOne(select, arguments: [extent.content]) else { continue }
            if row[0] as Int > 1 {
                try execute("UPDATE contents SET refs = refs - 1 WHERE id = ?", [extent.content])
            } else {
                try execute("DELETE FROM contents WHERE id = ?", [extent.content])
                bytes -= row[2] as Int64
                if let file = row[1] as String? { dropped.append((extent.content, file)) }
            }
        }
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
