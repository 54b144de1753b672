import OCI

/// The repositories of a registry, found by listing; in the order of their path components, as distribution gives them.
struct Catalog: Sendable {
    private static let pageSize = 1000
    private static let width = 16

    let driver: any StorageDriver
    let visitsLimit: Int

    /// Names behind `last`, at most `limit`, of those that `isVisible` admits.
    func page(
        after last: RepositoryName?,
        limit: Int,
        isVisible: @Sendable (RepositoryName) async throws -> Bool
    ) async throws -> (names: [RepositoryName], isTruncated: Bool) {
        var walk = Walk(last: last?.text.split(separator: "/").map(String.init) ?? [], wanted: limit + 1)
        try await visit(try await folders(in: StoragePaths.repositories), [], &walk, isVisible)
        return (Array(walk.found.prefix(limit)), walk.found.count > limit || walk.visits >= visitsLimit)
    }

    /// Whether a repository holds anything.
    func contains(_ repository: RepositoryName) async throws -> Bool {
        let page = try await driver.children(of: StoragePaths.repository(repository), after: nil, limit: Self.pageSize)
        return page.entries.contains(where: Self.isContent)
    }

    private struct Walk {
        let last: [String]
        let wanted: Int
        var found: [RepositoryName] = []
        var visits = 0
    }

    private static func isContent(_ entry: StorageEntry) -> Bool {
        entry.isDirectory && (entry.name == "_manifests" || entry.name == "_layers")
    }

    private func folders(in path: StoragePath) async throws -> [String] {
        var names: [String] = []
        var after: String?
        while true {
            let page = try await driver.children(of: path, after: after, limit: Self.pageSize)
            names += page.entries.filter(\.isDirectory).map(\.name)
            guard page.isTruncated, let end = page.entries.last?.sortKey else { break }
            after = end
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func visit(
        _ names: [String],
        _ parent: [String],
        _ walk: inout Walk,
        _ isVisible: @Sendable (RepositoryName) async throws -> Bool
    ) async throws {
        let depth = parent.count
        let isOnPath = walk.last.count > depth && walk.last.starts(with: parent)
        let open = names.filter { name in
            !name.hasPrefix("_") && !(isOnPath && name.utf8.lexicographicallyPrecedes(walk.last[depth].utf8))
        }
        var index = 0
        while index < open.count, walk.found.count < walk.wanted, walk.visits < visitsLimit {
            let batch = Array(open[index..<min(index + Self.width, open.count)])
            index += batch.count
            walk.visits += batch.count
            let listed = try await batch.concurrentMap(width: Self.width) { name -> [String] in
                let path = (parent + [name]).joined(separator: "/")
                guard let repository = try? RepositoryName(path) else { return [] }
                return try await folders(in: StoragePaths.repository(repository))
            }
            for (name, inner) in zip(batch, listed) where walk.found.count < walk.wanted {
                let components = parent + [name]
                let isBehind = !walk.last.starts(with: components)
                if isBehind, inner.contains("_manifests") || inner.contains("_layers"),
                    let repository = try? RepositoryName(components.joined(separator: "/")),
                    try await isVisible(repository)
                {
                    walk.found.append(repository)
                }
                try await visit(inner, components, &walk, isVisible)
            }
        }
    }
}
