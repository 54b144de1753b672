import Foundation
import GRDB

/// Judges the rows of an index by themselves and among each other.
struct RowCheck {
    let db: Database
    var report: StoreCheckReport
    /// How often each content is referred to.
    private(set) var references: [Int64: Int] = [:]
    private var sizes: [Int64: Int64] = [:]

    init(db: Database, report: StoreCheckReport) {
        self.db = db
        self.report = report
    }

    mutating func run() throws {
        for message in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where message != "ok" {
            report.find(.indexBroken, message)
        }
        try each("SELECT id, size FROM contents") { check, row in check.sizes[row[0]] = row[1] }
        report.buckets = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM buckets") ?? 0
        try checkObjects()
        try checkUploads()
        try checkIdentities()
    }

    private mutating func checkObjects() throws {
        let buckets = try Dictionary(
            uniqueKeysWithValues: Row.fetchAll(db, sql: "SELECT id, name FROM buckets").map {
                ($0[0] as Int64, $0[1] as String)
            }
        )
        try each("SELECT bucket, key, record, extents FROM objects") { check, row in
            check.report.objects += 1
            let (bucket, key) = (row[0] as Int64, [UInt8](row[1] as Data))
            let place = "\(buckets[bucket] ?? "\(bucket)")/\(String(decoding: key, as: UTF8.self))"
            if buckets[bucket] == nil { check.report.find(.dangling, place) }
            let record = try? ObjectRecord(
                bucket: bucket,
                key: key,
                record: [UInt8](row[2] as Data),
                extents: [UInt8](row[3] as Data)
            )
            guard let record else { return check.report.find(.recordBroken, place) }
            check.refer(record.extents, place)
        }
    }

    private mutating func checkUploads() throws {
        try each("SELECT row, id, bucket, key, record FROM uploads") { check, row in
            check.report.uploads += 1
            let upload = try? UploadRecord(
                id: row[1],
                bucket: row[2],
                key: [UInt8](row[3] as Data),
                record: [UInt8](row[4] as Data)
            )
            if upload == nil { check.report.find(.recordBroken, "upload \(row[1] as String)") }
        }
        try each(
            """
            SELECT upload, number, record, extents, EXISTS (SELECT 1 FROM uploads WHERE row = upload) FROM parts
            """
        ) { check, row in
            let place = "part \(row[1] as Int) of upload \(row[0] as Int64)"
            if !(row[4] as Bool) { check.report.find(.dangling, place) }
            let part = try? PartRecord(
                upload: row[0],
                number: row[1],
                record: [UInt8](row[2] as Data),
                extents: [UInt8](row[3] as Data)
            )
            guard let part else { return check.report.find(.recordBroken, place) }
            check.refer(part.extents, place)
        }
    }

    private mutating func checkIdentities() throws {
        try each("SELECT name, record FROM users") { check, row in
            if (try? UserRecord(accessKey: row[0], record: [UInt8](row[1] as Data))) == nil {
                check.report.find(.recordBroken, "user \(row[0] as String)")
            }
        }
        try each("SELECT name, record FROM policies") { check, row in
            if (try? PolicyRecord(name: row[0], record: [UInt8](row[1] as Data))) == nil {
                check.report.find(.recordBroken, "policy \(row[0] as String)")
            }
        }
    }

    private mutating func refer(_ extents: [Extent], _ place: String) {
        for extent in extents {
            references[extent.content, default: 0] += 1
            guard let size = sizes[extent.content], extent.offset + extent.length <= size else {
                report.find(.dangling, place)
                continue
            }
        }
    }

    private mutating func each(_ sql: String, _ body: (inout Self, Row) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() { try body(&self, row) }
    }
}
