import BerthPasswords
import NIOCore
import OCI

/// The tags of a repository; each is one small object, which is read from storage whenever it is asked for.
///
/// Changes of one repository's tags by this process happen one after another, so that deleting a manifest never takes a tag that has just
/// moved on. Between processes the storage's conditions decide (reliability D10).
struct TagStore: Sendable {
    private static let pageSize = 1000

    let driver: any StorageDriver
    private let locks = (0..<64).map { _ in Limiter(width: 1, queue: .max) }

    init(driver: any StorageDriver) {
        self.driver = driver
    }

    private func locked<Result: Sendable>(
        _ repository: RepositoryName,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        let lock = locks[Int(UInt(bitPattern: repository.hashValue) % UInt(locks.count))]
        _ = await lock.enter()
        defer { lock.leave() }
        return try await body()
    }

    /// The manifest that a tag names now.
    func digest(of tag: Tag, in repository: RepositoryName) async throws -> Digest? {
        try await LinkStore.digest(at: StoragePaths.tagLink(tag, in: repository), driver)
    }

    /// Lets tags name a manifest, after `prepare` has seen to it that the manifest is there; no deletion of it comes in between.
    ///
    /// Without the right to overwrite, only tags that are new or name it already.
    func set(
        _ tags: [Tag],
        to digest: Digest,
        in repository: RepositoryName,
        mayOverwrite: Bool,
        after prepare: @Sendable () async throws -> Void
    ) async throws {
        let content = ByteBuffer(string: digest.text)
        try await locked(repository) {
            try await prepare()
            for tag in tags {
                let path = StoragePaths.tagLink(tag, in: repository)
                do {
                    try await driver.put(content, at: path, condition: mayOverwrite ? .none : .ifAbsent)
                } catch StorageError.conditionFailed {
                    guard try await self.digest(of: tag, in: repository) == digest else { throw RegistryError.denied }
                }
            }
        }
    }

    /// Removes a tag with its history; `false` when there is none.
    func remove(_ tag: Tag, from repository: RepositoryName) async throws -> Bool {
        try await locked(repository) {
            guard try await digest(of: tag, in: repository) != nil else { return false }
            let folder = StoragePaths.tag(tag, in: repository)
            var paths: [StoragePath] = []
            for try await entry in entries(below: folder) { paths.append(folder.appending(entry.name)) }
            try await driver.delete(paths)
            return true
        }
    }

    /// Removes every tag that names `digest`, together with `others`, in as few requests as the storage allows.
    ///
    /// `forget` is called whatever comes of it, before anybody else changes tags of the repository.
    func removeAll(
        naming digest: Digest,
        from repository: RepositoryName,
        andThen others: [StoragePath],
        forget: @Sendable () -> Void
    ) async throws {
        try await locked(repository) {
            defer { forget() }
            let folder = StoragePaths.tags(of: repository)
            var histories: [String: [StoragePath]] = [:]
            var current: [(tag: String, entityTag: String?)] = []
            for try await entry in entries(below: folder) {
                guard let slash = entry.name.firstIndex(of: "/") else { continue }
                let tag = String(entry.name[..<slash])
                histories[tag, default: []].append(folder.appending(entry.name))
                if entry.name.hasSuffix("/current/link") { current.append((tag, entry.entityTag)) }
            }
            let matching = try await matching(current, digest, in: repository)
            try await driver.delete(matching.flatMap { histories[$0] ?? [] } + others)
        }
    }

    /// The tags whose content is `digest`, as told by the listing's entity tags where those are MD5 of the content.
    private func matching(
        _ tags: [(tag: String, entityTag: String?)],
        _ digest: Digest,
        in repository: RepositoryName
    ) async throws -> [String] {
        let wanted = ContentMD5.hexadecimal(digest.text)
        let told = tags.filter { $0.entityTag == wanted }.map(\.tag)
        if !told.isEmpty { return told }
        if let sample = tags.first, let entityTag = sample.entityTag, let tag = try? Tag(sample.tag),
            let known = try await self.digest(of: tag, in: repository), ContentMD5.hexadecimal(known.text) == entityTag
        {
            return []
        }
        return try await tags.map(\.tag).concurrentMap { name -> String? in
            guard let tag = try? Tag(name) else { return nil }
            return try await self.digest(of: tag, in: repository) == digest ? name : nil
        }.compactMap { $0 }
    }

    private func entries(below folder: StoragePath) -> AsyncThrowingStream<StorageEntry, any Error> {
        let cursor = ListingCursor()
        return AsyncThrowingStream { try await cursor.next(driver, folder, Self.pageSize) }
    }

    /// The first `limit` tags behind `last` in the order of their bytes, and whether there are more.
    ///
    /// A listing comes in another order: as `a-1/` is before `a/`, a name may arrive behind names that it is a prefix of. So it is read on
    /// until nothing that may still come can belong before what was found.
    func page(
        of repository: RepositoryName,
        after last: String?,
        limit: Int
    ) async throws -> (tags: [String], isTruncated: Bool) {
        let folder = StoragePaths.tags(of: repository)
        var found: [String] = []
        var cursor = last
        while true {
            let (names, isTruncated, end) = try await names(below: folder, after: cursor)
            for name in names where (try? Tag(name)) != nil {
                if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) { continue }
                found.append(name)
            }
            guard isTruncated, let end else { break }
            cursor = end
            if found.count > limit, !Self.mayPrecede(found, limit: limit, after: end) { break }
        }
        found.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// One page of the names below the folder of tags, in the order of a listing, and the sort key it ends with.
    ///
    /// A folder names its directories at once. A bucket is asked for the records themselves: some services go on naming a
    /// common prefix for a while when its last object is gone.
    private func names(
        below folder: StoragePath,
        after cursor: String?
    ) async throws -> (names: [String], isTruncated: Bool, end: String?) {
        if driver.isLocal {
            let page = try await driver.children(of: folder, after: cursor, limit: Self.pageSize)
            return (page.entries.filter(\.isDirectory).map(\.name), page.isTruncated, page.entries.last?.sortKey)
        }
        let page = try await driver.objects(below: folder, after: cursor, limit: Self.pageSize)
        let suffix = "/current/link"
        let names = page.entries.compactMap { $0.name.hasSuffix(suffix) ? String($0.name.dropLast(suffix.count)) : nil }
        return (names, page.isTruncated, page.entries.last?.name)
    }

    /// Whether a name that is listed behind `end` may be a prefix of one of the names found.
    private static func mayPrecede(_ found: [String], limit: Int, after end: String) -> Bool {
        found.contains { name in
            var prefix: [UInt8] = []
            for byte in name.utf8 {
                if byte < 0x2f, end.utf8.lexicographicallyPrecedes(prefix + [0x2f]) { return true }
                prefix.append(byte)
            }
            return false
        }
    }
}
