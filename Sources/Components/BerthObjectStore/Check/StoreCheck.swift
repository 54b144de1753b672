import Foundation
import GRDB
package import Logging
import S3

/// `berth object-store fsck`: judges a data directory that no server works on; blocking.
///
/// Every row is held against every file and back. `isDeep` also reads all contents against their checksums and holds the
/// journal against the index. `rebuilds` first makes the index from the journal; what a broken journal no longer tells is
/// brought back from the footers of the files as far as they go.
package struct StoreCheck: Sendable {
    let directory: String
    let indexPath: String
    let fileSystem: any FileSystem
    let rebuilds: Bool
    let isDeep: Bool
    let logger: Logger

    package init(directory: String, rebuilds: Bool = false, isDeep: Bool = false, logger: Logger) {
        self.init(
            directory: directory,
            indexPath: "\(directory)/index.sqlite",
            fileSystem: PosixFileSystem(),
            rebuilds: rebuilds,
            isDeep: isDeep,
            logger: logger
        )
    }

    init(
        directory: String,
        indexPath: String,
        fileSystem: any FileSystem,
        rebuilds: Bool,
        isDeep: Bool,
        logger: Logger
    ) {
        self.directory = directory
        self.indexPath = indexPath
        self.fileSystem = fileSystem
        self.rebuilds = rebuilds
        self.isDeep = isDeep
        self.logger = logger
    }

    /// Checks, and rebuilds if asked to.
    ///
    /// - Throws: `DataDirectoryError` when the directory is in use or none of ours.
    package func run() throws -> StoreCheckReport {
        guard try fileSystem.attributes(at: "\(directory)/FORMAT") != nil else { throw DataDirectoryError.noFormat }
        let counters = EngineCounters()
        let dataDirectory = try DataDirectory(path: directory, fileSystem: fileSystem, processID: getpid())
        defer { withExtendedLifetime(dataDirectory) {} }
        let journal = Journal(
            directory: "\(directory)/journal",
            identity: dataDirectory.identity,
            fileSystem: fileSystem,
            counters: counters,
            logger: logger
        )
        let opening = EngineOpening(
            directory: directory,
            indexPath: indexPath,
            fileSystem: fileSystem,
            counters: counters,
            logger: logger
        )
        var report = StoreCheckReport()
        guard let index = try index(opening, journal, &report) else { return report }
        try index.pool.read { db in
            var rows = RowCheck(db: db, report: report)
            try rows.run()
            report = rows.report
            let contents = ContentCheck(
                directory: directory,
                fileSystem: fileSystem,
                isDeep: isDeep,
                references: rows.references
            )
            try contents.run(db, &report)
            if isDeep { try compare(db, journal, &report) }
        }
        try index.pool.close()
        return report
    }

    private func index(
        _ opening: EngineOpening,
        _ journal: Journal,
        _ report: inout StoreCheckReport
    ) throws -> IndexDatabase? {
        do {
            if rebuilds {
                let index = try opening.rebuildIndex(journal)
                report.notes.append("index made from the journal")
                return index
            }
            let (index, isComplete) = try opening.openIndex(journal)
            if !isComplete { report.find(.journalBroken, "the index knows more than the journal") }
            return index
        } catch {
            guard error is DataDirectoryError || error as? StoreError == .damaged else { throw error }
            report.find(.journalBroken, "\(error)")
            guard rebuilds else { return nil }
            let salvage = StoreSalvage(opening: opening, journal: journal, logger: logger)
            if let index = try soundIndex() {
                report.notes.append("journal begun anew from the index")
                try salvage.beginJournal(index)
                return index
            }
            return try salvage.run(&report)
        }
    }

    /// The index as it is, if its rows are sound: it then knows more than a broken journal.
    private func soundIndex() throws -> IndexDatabase? {
        guard try PosixFileSystem().attributes(at: indexPath) != nil, let index = try? IndexDatabase(path: indexPath)
        else { return nil }
        let report = try? index.pool.read { db in
            guard try IndexDatabase.meta("applied", db) != nil else { throw StoreError.damaged }
            var rows = RowCheck(db: db, report: StoreCheckReport())
            try rows.run()
            return rows.report
        }
        if report?.isSound == true { return index }
        try index.pool.close()
        return nil
    }

    /// Makes a second index from the journal and holds the two against each other.
    private func compare(_ db: Database, _ journal: Journal, _ report: inout StoreCheckReport) throws {
        let path = NSTemporaryDirectory() + "/berth-fsck-\(UUID().uuidString).sqlite"
        defer { try? EngineOpening.removeIndex(path) }
        let opening = EngineOpening(
            directory: directory,
            indexPath: path,
            fileSystem: fileSystem,
            counters: EngineCounters(),
            logger: logger
        )
        do {
            let second = try opening.rebuildIndex(journal)
            let expected = try second.pool.read { try Self.digest($0) }
            try second.pool.close()
            for (table, digest) in try Self.digest(db) where expected[table] != digest {
                report.find(.journalDiffers, table)
            }
        } catch {
            report.find(.journalBroken, "\(IndexDatabase.storeError(error))")
        }
    }

    private static func digest(_ db: Database) throws -> [String: UInt32] {
        var digests: [String: UInt32] = [:]
        let tables = ["buckets", "contents", "objects", "uploads", "parts", "completions", "users", "policies"]
        for table in tables {
            var sum: UInt32 = 0
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2")
            while let row = try rows.next() {
                for (_, value) in row {
                    sum = BinaryWriter.sum(withUnsafeBytes(of: sum) { Array($0) }, Array("\(value)".utf8))
                    if let data = Data.fromDatabaseValue(value) {
                        sum = BinaryWriter.sum([1], [UInt8](data)) ^ sum &* 31
                    }
                }
            }
            digests[table] = sum
        }
        return digests
    }
}
