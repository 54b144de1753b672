import Foundation
import GRDB
import S3

/// What can be asked of the index, in a transaction of the reader's or the writer's.
struct IndexQueries {
    let db: Database

    init(_ db: Database) { self.db = db }

    // MARK: buckets

    func bucket(_ name: BucketName) throws -> BucketRecord {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT id, created FROM buckets WHERE name = ?"),
            arguments: [name.text]
        )
        guard let row else { throw StoreError.noSuchBucket }
        return BucketRecord(name: name, created: Date(milliseconds: row[1]), id: row[0])
    }

    func buckets() throws -> [BucketRecord] {
        try Row.fetchAll(db, sql: "SELECT id, name, created FROM buckets ORDER BY name").map { row in
            guard let name = BucketName(row[1] as String) else { throw StoreError.damaged }
            return BucketRecord(name: name, created: Date(milliseconds: row[2]), id: row[0])
        }
    }

    /// Whether the bucket holds neither objects nor open uploads.
    func isEmpty(bucket: Int64) throws -> Bool {
        let used = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM objects WHERE bucket = ?1) OR EXISTS (SELECT 1 FROM uploads WHERE bucket = ?1)
                """,
            arguments: [bucket]
        )
        return used == false
    }

    // MARK: objects and contents

    func object(_ key: ObjectKey, in bucket: Int64) throws -> ObjectRecord? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT record, extents FROM objects WHERE bucket = ? AND key = ?"),
            arguments: [bucket, Data(key.bytes)]
        )
        guard let row else { return nil }
        return try ObjectRecord(
            bucket: bucket,
            key: key.bytes,
            record: [UInt8](row[0] as Data),
            extents: [UInt8](row[1] as Data)
        )
    }

    /// Whether there is an object at `key`, sound or not.
    func holds(_ key: ObjectKey, in bucket: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM objects WHERE bucket = ? AND key = ?)"),
            arguments: [bucket, Data(key.bytes)]
        ) ?? false
    }

    /// The content with this number; nil when nothing refers to it any more.
    func content(_ id: Int64) throws -> StoredContent? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT file, size, sum, seal, damaged, bytes FROM contents WHERE id = ?"),
            arguments: [id]
        )
        return try row.map { try Self.content(id, $0) }
    }

    /// The same as far as it can be read, for marking what is damaged.
    func contentUnjudged(_ id: Int64) throws -> StoredContent? {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT file, size, sum, damaged FROM contents WHERE id = ?",
            arguments: [id]
        )
        return row.map { row in
            StoredContent(
                id: id,
                place: (row[0] as String?).map { .file($0) } ?? .inline([]),
                size: row[1],
                sum: UInt64(bitPattern: row[2] as Int64),
                isDamaged: row[3]
            )
        }
    }

    /// A content from the columns file, size, sum, seal, damaged, bytes; its seal is judged, and its bytes when inline.
    static func content(_ id: Int64, _ row: Row) throws -> StoredContent {
        let place: StoredContent.Place
        let sum = UInt64(bitPattern: row[2] as Int64)
        if let file = row[0] as String? {
            place = .file(file)
        } else {
            guard let data = row[5] as Data?, data.count == row[1] as Int64 else { throw StoreError.damaged }
            let bytes = [UInt8](data)
            guard ContentHasher.sum(bytes) == sum else { throw StoreError.damaged }
            place = .inline(bytes)
        }
        let content = StoredContent(id: id, place: place, size: row[1], sum: sum, isDamaged: row[4])
        guard Int64(content.seal) == row[3] as Int64 else { throw StoreError.damaged }
        return content
    }

    // MARK: uploads

    func upload(_ id: String, of key: ObjectKey, in bucket: Int64) throws -> (row: Int64, record: UploadRecord)? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT row, record FROM uploads WHERE id = ? AND bucket = ? AND key = ?"),
            arguments: [id, bucket, Data(key.bytes)]
        )
        guard let row else { return nil }
        return (
            row[0], try UploadRecord(id: id, bucket: bucket, key: key.bytes, record: [UInt8](row[1] as Data))
        )
    }

    func part(_ number: Int, of upload: Int64) throws -> PartRecord? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT record, extents FROM parts WHERE upload = ? AND number = ?"),
            arguments: [upload, number]
        )
        guard let row else { return nil }
        return try PartRecord(
            upload: upload,
            number: number,
            record: [UInt8](row[0] as Data),
            extents: [UInt8](row[1] as Data)
        )
    }

    func parts(of upload: Int64, after: Int, limit: Int) throws -> [PartRecord] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT number, record, extents FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?
                    """
            ),
            arguments: [upload, after, limit]
        ).map { row in
            try PartRecord(
                upload: upload,
                number: row[0],
                record: [UInt8](row[1] as Data),
                extents: [UInt8](row[2] as Data)
            )
        }
    }

    /// What an upload was completed to, while that is remembered.
    func completion(_ id: String, of key: ObjectKey, in bucket: Int64) throws -> ObjectRecord? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT record FROM completions WHERE id = ? AND bucket = ? AND key = ?"),
            arguments: [id, bucket, Data(key.bytes)]
        )
        guard let row else { return nil }
        return try ObjectRecord(completed: [UInt8](row[0] as Data), bucket: bucket, key: key)
    }

    func completions(before moment: Int64, limit: Int) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT id FROM completions WHERE completed < ? LIMIT ?",
            arguments: [moment, limit]
        )
    }

    // MARK: users

    func user(_ accessKey: String) throws -> UserRecord? {
        let row = try Row.fetchOne(db, sql: "SELECT record FROM users WHERE name = ?", arguments: [accessKey])
        return try row.map { try UserRecord(accessKey: accessKey, record: [UInt8]($0[0] as Data)) }
    }

    func hasPolicy(_ name: String) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM policies WHERE name = ?)", arguments: [name]) ?? false
    }
}
