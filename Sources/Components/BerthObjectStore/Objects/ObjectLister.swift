import Foundation
import GRDB
import S3

/// Lists keys by seeking: behind a common prefix it goes on at the first key that cannot have it.
struct ObjectLister {
    let bucket: Int64
    let prefix: [UInt8]
    let delimiter: [UInt8]
    let limit: Int

    func page(from start: ObjectListing.Start, _ db: Database) throws -> ObjectListing {
        var entries: [ObjectListing.Entry] = []
        var next: ObjectListing.Start?
        var seek = Seek.first(start, prefix: prefix)
        guard limit > 0 else { return ObjectListing(entries: [], next: nil) }
        scan: while let from = seek {
            seek = nil
            let rows = try cursor(from, db)
            while let row = try rows.next() {
                let key = [UInt8](row[0] as Data)
                guard key.starts(with: prefix) else { break scan }
                if entries.count == limit {
                    next = entries.last.map(Self.resume)
                    break scan
                }
                if let common = Self.commonPrefix(of: key, prefix: prefix, delimiter: delimiter) {
                    entries.append(.commonPrefix(common))
                    seek = Seek.behind(common)
                    continue scan
                }
                entries.append(
                    .object(
                        try ObjectRecord(
                            bucket: bucket,
                            key: key,
                            record: [UInt8](row[1] as Data),
                            extents: [UInt8](row[2] as Data)
                        )
                    )
                )
            }
        }
        return ObjectListing(entries: entries, next: next)
    }

    private func cursor(_ seek: Seek, _ db: Database) throws -> RowCursor {
        let comparison = seek.isInclusive ? ">=" : ">"
        // No upper bound: the first key without the prefix ends the page, and costs one row.
        return try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT key, record, extents FROM objects WHERE bucket = ? AND key \(comparison) ? ORDER BY key
                    """
            ),
            arguments: [bucket, Data(seek.key)]
        )
    }

    private static func resume(_ entry: ObjectListing.Entry) -> ObjectListing.Start {
        switch entry {
        case .object(let record): .after(record.key.bytes)
        case .commonPrefix(let prefix): .afterPrefix(prefix)
        }
    }

    /// The key up to and with the first delimiter behind `prefix`, if there is one.
    static func commonPrefix(of key: [UInt8], prefix: [UInt8], delimiter: [UInt8]) -> [UInt8]? {
        guard let first = delimiter.first else { return nil }
        var index = prefix.count
        while index + delimiter.count <= key.count {
            if key[index] == first, key[index...].starts(with: delimiter) {
                return Array(key[..<(index + delimiter.count)])
            }
            index += 1
        }
        return nil
    }

    /// Where to look next in the order of keys.
    struct Seek {
        let key: [UInt8]
        let isInclusive: Bool

        /// Behind all keys that begin with `prefix`; nil when nothing can be there.
        static func behind(_ prefix: [UInt8]) -> Seek? {
            var key = prefix
            while let last = key.popLast() {
                if last < 0xFF { return Seek(key: key + [last + 1], isInclusive: true) }
            }
            return nil
        }

        /// The later of the begin of `prefix` and `start`; nil when that is behind all keys.
        static func first(_ start: ObjectListing.Start, prefix: [UInt8]) -> Seek? {
            let begin = Seek(key: prefix, isInclusive: true)
            switch start {
            case .beginning: return begin
            case .after(let key):
                return key.lexicographicallyPrecedes(prefix) ? begin : Seek(key: key, isInclusive: false)
            case .afterPrefix(let common):
                guard let seek = behind(common) else { return nil }
                return seek.key.lexicographicallyPrecedes(prefix) ? begin : seek
            }
        }
    }
}
