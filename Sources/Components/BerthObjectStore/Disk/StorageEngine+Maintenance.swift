import NIOPosix
import Foundation
import GRDB
import Logging

extension StorageEngine {
    private static let interval: Duration = .seconds(10)

    /// Works in the background until cancelled: compacts the journal, forgets old completions, scrubs.
    package func run() async throws {
        do {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await self.maintain() }
                if let period = self.options.scrubPeriod {
                    group.addTask { try await Scrubber(engine: self).run(period: period) }
                }
            }
        } catch is CancellationError {
            return
        }
    }

    private func maintain() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            do {
                try await forgetCompletions()
                try await pool.runIfActive { try self.compactIfDue() }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("maintenance failed", metadata: ["error": "\(IndexDatabase.storeError(error))"])
            }
        }
    }

    private func forgetCompletions() async throws {
        let lifetime = Double(options.completedUploadLifetime.components.seconds)
        let moment = options.now().addingTimeInterval(-lifetime).milliseconds
        guard try await !read({ try $0.completions(before: moment, limit: 1) }).isEmpty else { return }
        try await queue.submit(releasesSpace: true) { transaction in
            for id in try IndexQueries(transaction.db).completions(before: moment, limit: 1000) {
                try transaction.apply(.deleteCompletion(id: id))
            }
        }
    }

    /// Compacts when the logs have outgrown what they describe.
    func compactIfDue() throws {
        let (log, base) = journal.bytes
        guard isWritable, log > max(options.journalCompactionSize, 2 * base) else { return }
        try compact()
    }

    /// Writes all state as one base file of the journal and removes the logs before it; blocking, beside all other work.
    func compact() throws {
        let sequence = try index.pool.read { db in
            let sequence = try IndexDatabase.meta("applied", db) ?? 0
            try journal.writeBase(sequence, in: journal.directory) { try IndexExport(db).emit($0) }
            return sequence
        }
        // The index must not be older on the disk than what the journal still tells.
        try index.checkpoint()
        try journal.removeFiles(before: sequence)
        logger.info("journal compacted", metadata: ["sequence": "\(sequence)"])
    }

    /// Removes files of former runs below `objects/` that no row names; others that are unknown stay.
    func removeLeftovers() {
        for folder in DataDirectory.objectFolders {
            do {
                let names = try fileSystem.names(in: "\(directory)/objects/\(folder)")
                guard !names.isEmpty else { continue }
                let known = try readBlocking { try $0.files(in: folder) }
                for name in names where !known.contains("\(folder)/\(name)") {
                    guard let generation = ContentFiles.generation(of: name), ContentFiles.folder(of: name) == folder
                    else {
                        logger.warning("unknown file left alone", metadata: ["file": "objects/\(folder)/\(name)"])
                        continue
                    }
                    if generation < files.generation { files.remove("\(folder)/\(name)") }
                }
            } catch {
                logger.warning("leftovers not removed", metadata: ["error": "\(error)"])
            }
        }
    }
}

extension IndexQueries {
    /// The names of the content files in one folder.
    func files(in folder: String) throws -> Set<String> {
        try String.fetchSet(
            db.cachedStatement(sql: "SELECT file FROM contents WHERE file >= ? AND file < ?"),
            arguments: ["\(folder)/", "\(folder)0"]
        )
    }
}
