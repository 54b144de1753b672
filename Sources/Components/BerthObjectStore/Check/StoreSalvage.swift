import Foundation
import GRDB
import Logging
import S3

/// Brings back what a broken journal and the footers of the files still tell, and begins a new journal with it.
///
/// Contents above the inline limit that came in one piece return with key, metadata and tags. Users, policies, small
/// objects and completed uploads return as far as the journal goes; what does not is reported as lost.
struct StoreSalvage {
    let opening: EngineOpening
    let journal: Journal
    let logger: Logger

    private var fileSystem: any FileSystem { opening.fileSystem }

    func run(_ report: inout StoreCheckReport) throws -> IndexDatabase {
        try EngineOpening.removeIndex(opening.indexPath)
        let index = try IndexDatabase(path: opening.indexPath)
        try index.pool.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                let reached = replayWhatIsThere(db, &report)
                let transaction = IndexTransaction(db, sequence: reached + 1)
                for (name, footer) in try unnamedFiles(db) { try restore(name, footer, transaction, &report) }
                try IndexDatabase.setMeta("applied", reached + 1, db)
                return .commit
            }
        }
        try beginJournal(index)
        return index
    }

    private func replayWhatIsThere(_ db: Database, _ report: inout StoreCheckReport) -> Int64 {
        var reached: Int64 = 0
        do {
            try journal.replay(after: nil) { sequence, changes in
                var applier = IndexApplier(db)
                for change in changes { try applier.apply(change) }
                reached = max(reached, sequence)
            }
        } catch {
            report.find(.lost, "changes after record \(reached)")
        }
        return reached
    }

    /// Sound files that no row names, oldest first.
    private func unnamedFiles(_ db: Database) throws -> [(String, ContentFooter)] {
        var found: [(String, ContentFooter)] = []
        for folder in DataDirectory.objectFolders {
            let known = try IndexQueries(db).files(in: folder)
            for name in try fileSystem.names(in: "\(opening.directory)/objects/\(folder)")
            where ContentFiles.generation(of: name) != nil && !known.contains("\(folder)/\(name)") {
                let path = "\(opening.directory)/objects/\(folder)/\(name)"
                guard let attributes = try fileSystem.attributes(at: path) else { continue }
                let file = try fileSystem.open(path, writing: false)
                defer { fileSystem.close(file) }
                let footer = try? ContentFooter(of: file, fileSize: attributes.size, fileSystem: fileSystem)
                if let footer { found.append(("\(folder)/\(name)", footer)) }
            }
        }
        return found.sorted { $0.1.origin.stamp < $1.1.origin.stamp }
    }

    private func restore(
        _ name: String,
        _ footer: ContentFooter,
        _ transaction: IndexTransaction,
        _ report: inout StoreCheckReport
    ) throws {
        let origin = footer.origin
        guard origin.upload == nil, let bucketName = BucketName(origin.bucket), let key = ObjectKey(origin.key),
            let etag = ETag(origin.etag)
        else { return report.find(.lost, "objects/\(name), part \(origin.part) of an upload") }
        let moment = Date(milliseconds: origin.stamp >> 16)
        let queries = IndexQueries(transaction.db)
        var bucket = (try? queries.bucket(bucketName))?.id
        if bucket == nil {
            let id = transaction.nextID()
            try transaction.apply(.putBucket(id: id, name: bucketName.text, created: moment.milliseconds))
            bucket = id
        }
        guard let bucket else { return }
        if let present = try? queries.object(key, in: bucket), present.modified >= moment { return }
        let content = StoredContent(id: transaction.nextID(), place: .file(name), size: footer.size, sum: footer.sum)
        try transaction.apply(.addContent(content, references: 1))
        let extents = [Extent(content: content.id, offset: 0, length: footer.size, part: 0)]
        let record = ObjectRecord(
            key: key,
            size: footer.size,
            modified: moment,
            etag: etag,
            metadata: origin.metadata,
            tags: origin.tags,
            checksums: origin.checksums,
            parts: [],
            sequence: transaction.nextID(),
            bucket: bucket,
            extents: extents
        )
        try transaction.apply(
            .putObject(bucket: bucket, key: key.bytes, record: record.encoded(), extents: extents, counted: true)
        )
        report.notes.append("brought back: \(bucketName.text)/\(key.text)")
    }

    /// The old journal is kept aside; the new one begins with all state.
    func beginJournal(_ index: IndexDatabase) throws {
        let aside = "\(opening.directory)/journal.broken-\(Int64(Date().timeIntervalSince1970))"
        if try fileSystem.attributes(at: journal.directory) != nil {
            try fileSystem.rename(journal.directory, to: aside)
        }
        try fileSystem.makeDirectory(journal.directory)
        try fileSystem.syncDirectory(opening.directory)
        try index.pool.read { db in
            let sequence = try IndexDatabase.meta("applied", db) ?? 0
            try journal.writeBase(sequence, in: journal.directory) { try IndexExport(db).emit($0) }
        }
    }
}
