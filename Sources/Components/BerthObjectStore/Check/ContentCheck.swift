import Foundation
import GRDB
import S3

/// Judges the rows of contents against the files, and the files against the rows.
struct ContentCheck {
    let directory: String
    let fileSystem: any FileSystem
    let isDeep: Bool
    let references: [Int64: Int]

    func run(_ db: Database, _ report: inout StoreCheckReport) throws {
        var known: Set<String> = []
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT file, size, sum, seal, damaged, bytes, id, refs FROM contents ORDER BY id"
        )
        while let row = try rows.next() {
            let id: Int64 = row[6]
            report.contents += 1
            report.bytes += row[1] as Int64
            if references[id, default: 0] != row[7] as Int { report.find(.miscounted, "content \(id)") }
            if let file = row[0] as String? { known.insert(file) }
            do {
                let content = try IndexQueries.content(id, row)
                if case .file(let name) = content.place { try check(content, name, &report) }
            } catch {
                report.find(.recordBroken, "content \(id)")
            }
        }
        try findUnknown(known, &report)
    }

    private func check(_ content: StoredContent, _ name: String, _ report: inout StoreCheckReport) throws {
        let path = "\(directory)/objects/\(name)"
        guard let attributes = try fileSystem.attributes(at: path), !attributes.isDirectory else {
            return report.find(.fileMissing, "objects/\(name)")
        }
        do {
            if isDeep {
                var pass = ContentPass(content: content)
                while try pass.step(64 << 20, path: path, fileSystem: fileSystem) != nil {}
            } else {
                let file = try fileSystem.open(path, writing: false)
                defer { fileSystem.close(file) }
                let footer = try ContentFooter(of: file, fileSize: attributes.size, fileSystem: fileSystem)
                guard footer.size == content.size, footer.sum == content.sum else { throw StoreError.damaged }
                if content.isDamaged { throw StoreError.damaged }
            }
        } catch StoreError.damaged {
            report.find(.contentDamaged, "objects/\(name)")
        }
    }

    /// Files without a row are leftovers of a crash, or not ours; neither is a fault, and nothing is removed here.
    private func findUnknown(_ known: Set<String>, _ report: inout StoreCheckReport) throws {
        for folder in DataDirectory.objectFolders {
            guard try fileSystem.attributes(at: "\(directory)/objects/\(folder)") != nil else {
                report.find(.fileMissing, "objects/\(folder)")
                continue
            }
            for name in try fileSystem.names(in: "\(directory)/objects/\(folder)")
            where !known.contains("\(folder)/\(name)") {
                let isLeftover = ContentFiles.generation(of: name) != nil && ContentFiles.folder(of: name) == folder
                report.notes.append("\(isLeftover ? "leftover of a crash" : "unknown file"): objects/\(folder)/\(name)")
            }
        }
    }
}
