import Foundation
import GRDB
import S3

/// Lists open uploads by key and, for one key, in the order they began.
struct UploadLister {
    let bucket: Int64
    let prefix: [UInt8]
    let delimiter: [UInt8]
    let limit: Int

    /// A page behind the markers: without `afterUpload` behind all uploads of `afterKey`.
    func page(afterKey: [UInt8]?, afterUpload: String?, _ db: Database) throws -> UploadListing {
        var entries: [UploadListing.Entry] = []
        var position = start(afterKey: afterKey, afterUpload: afterUpload)
        var isTruncated = false
        scan: while let from = position, limit > 0 {
            position = nil
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT key, row, id, record FROM uploads WHERE bucket = ? AND (key, row) > (?, ?) ORDER BY key, row
                        """
                ),
                arguments: [bucket, Data(from.key), from.row]
            )
            while let row = try rows.next() {
                let key = [UInt8](row[0] as Data)
                guard key.starts(with: prefix) else { break scan }
                if entries.count == limit {
                    isTruncated = true
                    break scan
                }
                if let common = ObjectLister.commonPrefix(of: key, prefix: prefix, delimiter: delimiter) {
                    entries.append(.commonPrefix(common))
                    position = ObjectLister.Seek.behind(common).map { ($0.key, -1) }
                    continue scan
                }
                entries.append(
                    .upload(
                        try UploadRecord(id: row[2], bucket: bucket, key: key, record: [UInt8](row[3] as Data))
                    )
                )
            }
        }
        let (nextKey, nextUpload) = isTruncated ? Self.markers(entries.last) : (nil, nil)
        return UploadListing(
            entries: entries,
            isTruncated: isTruncated,
            nextKey: nextKey,
            nextUpload: nextUpload
        )
    }

    private func start(afterKey: [UInt8]?, afterUpload: String?) -> (key: [UInt8], row: Int64)? {
        guard let afterKey, !afterKey.lexicographicallyPrecedes(prefix) else { return (prefix, -1) }
        // A common prefix as marker stands for all that it sums up.
        if ObjectLister.commonPrefix(of: afterKey, prefix: prefix, delimiter: delimiter) == afterKey {
            return ObjectLister.Seek.behind(afterKey).map { ($0.key, -1) }
        }
        return (afterKey, afterUpload.flatMap(UploadIdentifier.row) ?? Int64.max)
    }

    private static func markers(_ entry: UploadListing.Entry?) -> ([UInt8]?, String?) {
        switch entry {
        case .upload(let record): (record.key.bytes, record.id)
        case .commonPrefix(let prefix): (prefix, nil)
        case nil: (nil, nil)
        }
    }
}
