import Kubernetes

extension StoredResource {
    /// How many objects are read at once where more may be needed.
    static let pageSize = 500

    package func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        try await list(options, namespace: request.namespace)
    }

    /// Objects in the order of their names, of one snapshot also over several pages; an empty namespace is all.
    package func list(_ options: ListOptions, namespace: String) async throws -> ObjectList {
        let selection = Selection(options, kind)
        try selection.validate()
        var cursor = try await ListCursor(self, options, namespace: namespace)
        let limit = options.limit.flatMap { $0 > 0 ? $0 : nil }
        guard !selection.isEverything || limit == nil else {
            let page = try await cursor.next(limit)
            return try ObjectList(
                items: page.items.map { try visible($0) },
                resourceVersion: "\(cursor.revision)",
                continuation: token(page.hasMore ? page.items.last : nil, cursor),
                remaining: page.hasMore ? page.remaining : nil
            )
        }
        var items: [JSONValue] = []
        var hasMore = true
        while hasMore {
            let page = try await cursor.next(Self.pageSize)
            hasMore = page.hasMore
            for (index, stored) in page.items.enumerated() {
                let object = try visible(stored)
                guard selection.matches(object) else { continue }
                items.append(object)
                // A selected list does not know how many follow, as the original.
                if items.count == limit, hasMore || index + 1 < page.items.count {
                    return ObjectList(
                        items: items,
                        resourceVersion: "\(cursor.revision)",
                        continuation: token(stored, cursor)
                    )
                }
            }
        }
        return ObjectList(items: items, resourceVersion: "\(cursor.revision)")
    }

    /// The token that goes on behind an object; empty for none.
    func token(_ last: StoredObject?, _ cursor: ListCursor) -> String {
        last.map { ContinueToken(revision: cursor.revision, after: $0.key).text } ?? ""
    }
}

/// Reads a snapshot page by page.
struct ListCursor: Sendable {
    private let resource: StoredResource
    private let namespace: String?
    /// The snapshot; 0 before the first page of the newest one.
    private(set) var revision: Int64 = 0
    private var after: ResourceKey?
    private let isContinued: Bool

    /// - Throws: `Status` 400, 422 for parameters that contradict one another, 504 for a revision of the future.
    init(_ resource: StoredResource, _ options: ListOptions, namespace: String) async throws {
        self.resource = resource
        self.namespace = namespace.isEmpty || !resource.kind.isNamespaced ? nil : namespace
        var isContinued = false
        switch try ResourceVersionRule(options) {
        case .newest: break
        case .notOlder(let wanted): try await resource.require(wanted)
        case .exact(let wanted):
            try await resource.require(wanted)
            revision = wanted
        case .following(let token):
            try await resource.require(token.revision)
            (revision, after) = (token.revision, token.key(of: resource.resource))
            isContinued = true
        }
        self.isContinued = isContinued
    }

    /// The next page of at most `limit` objects.
    ///
    /// - Throws: `Status` 410 when the snapshot is compacted away.
    mutating func next(_ limit: Int?) async throws -> ResourcePage {
        do {
            let page = try await resource.context.store.list(
                resource.resource,
                namespace: namespace,
                after: after,
                limit: limit,
                at: revision == 0 ? nil : revision
            )
            if revision == 0 { revision = page.revision }
            if let last = page.items.last { after = last.key }
            return page
        } catch StoreError.expired where isContinued {
            throw Status.expired(
                "The provided continue parameter is too old to display a consistent list result. You must start a "
                    + "new list without the continue parameter."
            )
        } catch {
            throw Status.of(error, resource.resource, name: "") ?? .internalError("the store failed")
        }
    }
}

extension StoredResource {
    /// Refuses revisions that were not given out yet.
    ///
    /// - Throws: `Status` 504.
    func require(_ revision: Int64) async throws {
        let current = try await translated("") { () async throws(StoreError) in
            try await context.store.currentRevision()
        }
        guard revision <= current else { throw Status.tooLargeResourceVersion(revision, current: current) }
    }
}
