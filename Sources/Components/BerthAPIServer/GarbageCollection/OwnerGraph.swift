import Kubernetes

/// Who depends on whom: the objects that name owners, by the uids of both.
struct OwnerGraph: Sendable {
    /// An object that names owners.
    struct Dependent: Sendable, Hashable {
        let key: ResourceKey
        /// The owners' uids, and whether the object keeps each from going in foreground.
        let owners: [String: Bool]
    }

    private(set) var dependents: [String: Dependent] = [:]
    private var byOwner: [String: Set<String>] = [:]
    private var uids: [ResourceKey: String] = [:]

    /// The uids of what names `owner`.
    func dependents(of owner: String) -> Set<String> { byOwner[owner] ?? [] }

    /// Whether something keeps `owner` from going in foreground.
    func isBlocked(_ owner: String) -> Bool {
        dependents(of: owner).contains { dependents[$0]?.owners[owner] == true }
    }

    /// The uid of a dependent, for a deletion whose bytes need not be parsed.
    func uid(at key: ResourceKey) -> String? { uids[key] }

    var isEmpty: Bool { dependents.isEmpty }

    /// Takes an object's present owners in; without owners it is forgotten.
    mutating func note(_ object: JSONValue, at key: ResourceKey) {
        let uid = object.uid
        remove(uid)
        var owners: [String: Bool] = [:]
        for reference in object.ownerReferences {
            guard let owner = reference["uid"]?.string, !owner.isEmpty else { continue }
            owners[owner] = reference["blockOwnerDeletion"]?.bool ?? false
        }
        guard !owners.isEmpty else { return }
        dependents[uid] = Dependent(key: key, owners: owners)
        uids[key] = uid
        for owner in owners.keys { byOwner[owner, default: []].insert(uid) }
    }

    /// Forgets an object as a dependent.
    mutating func remove(_ uid: String) {
        guard let known = dependents.removeValue(forKey: uid) else { return }
        if uids[known.key] == uid { uids[known.key] = nil }
        for owner in known.owners.keys {
            byOwner[owner]?.remove(uid)
            if byOwner[owner]?.isEmpty == true { byOwner[owner] = nil }
        }
    }
}
