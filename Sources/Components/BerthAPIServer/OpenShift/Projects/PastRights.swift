import Kubernetes

/// What somebody could see when an older revision was the newest: the rights of now, with what changed since undone.
struct PastRights: Sendable {
    let rights: RBACAuthorizer
    let store: any ResourceStore

    /// So many changes are looked through; who was away longer lists again.
    private static let changeLimit = 5000
    private static let pageSize = 500

    /// The namespaces that `user` saw at `revision`.
    ///
    /// - Throws: `Status` 410 when the changes since are not known any more, or are too many.
    func visible(to user: UserInfo, at revision: Int64) async throws -> VisibleNamespaces {
        // first: all that it has taken in is told by what is read after it
        var past = rights.snapshot
        var person = user
        do {
            let newest = try await store.currentRevision()
            guard newest > revision else { return past.visibleNamespaces(to: user) }
            for resource in RBACResource.allCases {
                for event in try await changes(of: resource.groupResource, after: revision, through: newest).reversed()
                {
                    try Self.undo(event, resource, in: &past)
                }
            }
            for event in try await changes(of: IdentityDirectory.groups, after: revision, through: newest).reversed() {
                try Self.undo(event, in: &person)
            }
        } catch let error as StoreError {
            guard case .expired = error else { throw error }
            throw Status.expired("too old resource version: \(revision)")
        }
        return past.visibleNamespaces(to: person)
    }

    private func changes(
        of resource: GroupResource,
        after: Int64,
        through: Int64
    ) async throws -> [StoreEvent] {
        var found: [StoreEvent] = []
        var position = after
        while position < through {
            let page = try await store.history(
                of: resource,
                namespace: nil,
                after: position,
                through: through,
                limit: Self.pageSize
            )
            found += page
            guard page.count == Self.pageSize, let last = page.last else { break }
            guard found.count < Self.changeLimit else {
                throw Status.expired("too old resource version: \(after)")
            }
            position = last.revision
        }
        return found
    }

    private static func undo(_ event: StoreEvent, _ resource: RBACResource, in past: inout RBACSnapshot) throws {
        if let previous = event.previous {
            past.apply(resource, try StoredEncoding.decode(previous), isDeleted: false)
        } else {
            past.apply(resource, try StoredEncoding.decode(event.object), isDeleted: true)
        }
    }

    /// Whether somebody was a member of a group; where groups come of certificates the worst is one list too many.
    private static func undo(_ event: StoreEvent, in person: inout UserInfo) throws {
        let name = event.object.key.name
        guard !name.contains(":") else { return }
        let members = try event.previous.map { try StoredEncoding.decode($0)["users"]?.strings ?? [] } ?? []
        person.groups.removeAll { $0.hasSameBytes(as: name) }
        if members.contains(where: { $0.hasSameBytes(as: person.username) }) { person.groups.append(name) }
    }
}
