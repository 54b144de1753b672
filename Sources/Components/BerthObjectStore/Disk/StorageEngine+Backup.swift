import Foundation
import GRDB
import Logging
import NIOPosix

extension StorageEngine {
    /// Copies the store as it is at one moment to a new directory, while it works (D18).
    ///
    /// Contents are linked where both lie on one disk, else copied: they never change. The copy has a journal with all
    /// state and makes its index at the first start.
    package func backup(to target: String) async throws {
        try await pool.runIfActive {
            try self.files.holdingFiles { try self.copy(to: target) }
        }
    }

    private func copy(to target: String) throws {
        guard try fileSystem.attributes(at: "\(target)/FORMAT") == nil else { throw DataDirectoryError.inUse(pid: "-") }
        guard let format = try fileSystem.contents(of: "\(directory)/FORMAT", limit: 4096) else {
            throw DataDirectoryError.noFormat
        }
        try fileSystem.makeDirectory(target)
        for folder in ["objects", "staging", "journal"] + DataDirectory.objectFolders.map({ "objects/\($0)" }) {
            try fileSystem.makeDirectory("\(target)/\(folder)")
        }
        try index.pool.read { db in
            let sequence = try IndexDatabase.meta("applied", db) ?? 0
            let names = try String.fetchCursor(db, sql: "SELECT file FROM contents WHERE file IS NOT NULL")
            while let name = try names.next() { try copyFile(name, to: "\(target)/objects/\(name)") }
            for folder in DataDirectory.objectFolders { try fileSystem.syncDirectory("\(target)/objects/\(folder)") }
            try fileSystem.syncDirectory("\(target)/objects")
            try journal.writeBase(sequence, in: "\(target)/journal") { try IndexExport(db).emit($0) }
        }
        let file = try fileSystem.create("\(target)/FORMAT")
        defer { fileSystem.close(file) }
        try fileSystem.write(format, to: file, at: 0)
        try fileSystem.sync(file)
        try fileSystem.syncDirectory(target)
        logger.info("backup finished")
    }

    private func copyFile(_ name: String, to target: String) throws {
        do {
            try fileSystem.link(files.path(name), to: target)
        } catch StoreError.system {
            let source = try fileSystem.open(files.path(name), writing: false)
            defer { fileSystem.close(source) }
            let size = try fileSystem.attributes(of: source).size
            let file = try fileSystem.create(target)
            defer { fileSystem.close(file) }
            var position: Int64 = 0
            while position < size {
                let bytes = try fileSystem.read(Int(min(1 << 20, size - position)), from: source, at: position)
                try fileSystem.write(bytes, to: file, at: position)
                position += Int64(bytes.count)
            }
            try fileSystem.sync(file)
        }
    }
}
