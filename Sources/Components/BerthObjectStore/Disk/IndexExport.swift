import Foundation
import GRDB

/// All state of the index as the changes that make it: the base of a journal.
struct IndexExport {
    let db: Database

    init(_ db: Database) { self.db = db }

    func emit(_ body: (IndexChange) throws -> Void) throws {
        try body(.begin(generation: IndexDatabase.meta("generation", db) ?? 0))
        try each("SELECT id, name, created FROM buckets ORDER BY id") { row in
            try body(.putBucket(id: row[0], name: row[1], created: row[2]))
        }
        try each("SELECT file, size, sum, seal, damaged, bytes, id, refs FROM contents ORDER BY id") { row in
            try body(.addContent(Self.content(row), references: row[7]))
        }
        try each("SELECT bucket, key, record, extents FROM objects ORDER BY bucket, key") { row in
            let (bucket, key) = (row[0] as Int64, [UInt8](row[1] as Data))
            let salt = ObjectRecord.salt(bucket: bucket, key: key)
            let record = try Self.sealed(row[2], salt)
            let extents = try Extent.decode([UInt8](row[3] as Data), salt: salt)
            try body(.putObject(bucket: bucket, key: key, record: record, extents: extents, counted: true))
        }
        try each("SELECT row, id, bucket, key, record FROM uploads ORDER BY row") { row in
            try body(
                .putUpload(
                    row: row[0],
                    id: row[1],
                    bucket: row[2],
                    key: [UInt8](row[3] as Data),
                    record: [UInt8](row[4] as Data)
                )
            )
        }
        try each("SELECT upload, number, record, extents FROM parts ORDER BY upload, number") { row in
            let (upload, number) = (row[0] as Int64, row[1] as Int)
            let salt = PartRecord.salt(upload: upload, number: number)
            let record = try Self.sealed(row[2], salt)
            let extents = try Extent.decode([UInt8](row[3] as Data), salt: salt)
            try body(.putPart(upload: upload, number: number, record: record, extents: extents, counted: true))
        }
        try each("SELECT id, bucket, key, completed, record FROM completions ORDER BY id") { row in
            try body(
                .putCompletion(
                    id: row[0],
                    bucket: row[1],
                    key: [UInt8](row[2] as Data),
                    completed: row[3],
                    record: [UInt8](row[4] as Data)
                )
            )
        }
        try each("SELECT name, record FROM users ORDER BY name") { row in
            try body(.putUser(accessKey: row[0], record: [UInt8](row[1] as Data)))
        }
        try each("SELECT name, record FROM policies ORDER BY name") { row in
            try body(.putPolicy(name: row[0], record: [UInt8](row[1] as Data)))
        }
    }

    private func each(_ sql: String, _ body: (Row) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() { try body(row) }
    }

    /// A record whose seal is whole: a broken one must not take the place of what the logs still tell.
    private static func sealed(_ record: Data, _ salt: [UInt8]) throws -> [UInt8] {
        let bytes = [UInt8](record)
        _ = try BinaryReader(sealed: bytes, salt: salt)
        return bytes
    }

    /// A content; one that is marked as damaged is taken as it stands.
    private static func content(_ row: Row) throws -> StoredContent {
        guard row[4] as Bool else { return try IndexQueries.content(row[6], row) }
        let place: StoredContent.Place =
            if let file = row[0] as String? { .file(file) } else { .inline([UInt8](row[5] as Data? ?? Data())) }
        return StoredContent(
            id: row[6],
            place: place,
            size: row[1],
            sum: UInt64(bitPattern: row[2] as Int64),
            isDamaged: row[4]
        )
    }
}
