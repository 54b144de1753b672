import Glibc

/// Listings of a folder in the order in which S3 lists a bucket.
enum FolderListing {
    /// What `readdir` tells, hidden names left out; nothing when there is no such directory.
    static func entries(_ directory: String) throws -> [StorageEntry] {
        guard let handle = opendir(directory) else {
            guard errno == ENOENT || errno == ENOTDIR else { throw SystemCall.error("opendir") }
            return []
        }
        defer { closedir(handle) }
        var entries: [StorageEntry] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            switch Int(entry.pointee.d_type) {
            case Int(DT_DIR): entries.append(StorageEntry(name: name, isDirectory: true))
            case Int(DT_REG): entries.append(StorageEntry(name: name, isDirectory: false))
            case Int(DT_UNKNOWN):
                guard let status = try SystemCall.status(at: "\(directory)/\(name)") else { continue }
                guard status.isDirectory || status.isRegularFile else { continue }
                entries.append(StorageEntry(name: name, isDirectory: status.isDirectory))
            default: continue
            }
        }
        return entries
    }

    private static func sorted(_ entries: [StorageEntry]) -> [StorageEntry] {
        entries.sorted { $0.sortKey.utf8.lexicographicallyPrecedes($1.sortKey.utf8) }
    }

    /// The objects and non-empty directories of `directory` behind `after`.
    static func children(_ directory: String, after: String?, limit: Int) throws -> StoragePage {
        var page = StoragePage(entries: [], isTruncated: false)
        let behind = try entries(directory).filter { entry in
            after.map { $0.utf8.lexicographicallyPrecedes(entry.sortKey.utf8) } ?? true
        }
        for entry in sorted(behind) {
            if entry.isDirectory, try !holdsObject("\(directory)/\(entry.name)") { continue }
            guard page.entries.count < limit else {
                page.isTruncated = true
                break
            }
            page.entries.append(entry)
        }
        return page
    }

    private static func holdsObject(_ directory: String) throws -> Bool {
        let entries = try entries(directory)
        if entries.contains(where: { !$0.isDirectory }) { return true }
        return try entries.contains { try holdsObject("\(directory)/\($0.name)") }
    }

    /// The objects anywhere below `directory` behind `after`.
    static func objects(_ directory: String, after: String?, limit: Int) throws -> StoragePage {
        var page = StoragePage(entries: [], isTruncated: false)
        try walk(directory, prefix: "", after: after, limit: limit, into: &page)
        return page
    }

    private static func walk(
        _ directory: String,
        prefix: String,
        after: String?,
        limit: Int,
        into page: inout StoragePage
    ) throws {
        for entry in sorted(try entries(directory)) {
            guard !page.isTruncated else { return }
            let name = prefix + entry.name
            if entry.isDirectory {
                let inner = name + "/"
                if let after, inner.utf8.lexicographicallyPrecedes(after.utf8), !after.hasPrefix(inner) { continue }
                try walk("\(directory)/\(entry.name)", prefix: inner, after: after, limit: limit, into: &page)
            } else if after.map({ $0.utf8.lexicographicallyPrecedes(name.utf8) }) ?? true {
                guard page.entries.count < limit else {
                    page.isTruncated = true
                    return
                }
                page.entries.append(StorageEntry(name: name, isDirectory: false))
            }
        }
    }
}
