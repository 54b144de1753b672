import Kubernetes

/// What ``NamespaceDefaults`` knows to be there.
struct NamespaceInventory: Sendable {
    /// What a namespace lacks.
    struct Missing: Sendable, Hashable {
        var accounts: [String] = []
        var bindings: Set<String> = []
        var ranges = false
    }

    private struct Entry: Sendable {
        var uid = ""
        var isThere = false
        var isTerminating = false
        var isUnfinished = false
        var isWaitedFor = false
        var hasRanges = false
        var accounts: Set<String> = []
        var bindings: Set<String> = []
    }

    private static let bindingNames = Set(NamespaceDefaults.bindings(in: "x").map(\.name))
    private var entries: [String: Entry] = [:]

    var names: Set<String> { Set(entries.filter(\.value.isThere).keys) }

    /// Takes an event in.
    ///
    /// - Returns: The namespace to look at.
    mutating func note(_ resource: GroupResource, _ event: ObjectEvent) -> Set<String> {
        let object: JSONValue
        var isThere = true
        switch event {
        case .added(let added): object = added
        case .modified(let modified): object = modified
        case .deleted(let deleted): (object, isThere) = (deleted, false)
        case .bookmark: return []
        }
        switch resource {
        case KnownResource.namespaces:
            guard isThere else {
                entries[object.name] = nil
                return []
            }
            var entry = entries[object.name] ?? Entry()
            if entry.uid != object.uid { (entry.uid, entry.isWaitedFor) = (object.uid, false) }
            entry.isThere = true
            entry.isTerminating = object.deletionTimestamp != nil
            entry.isUnfinished = object.annotations[ProjectRequestBackend.unfinished] != nil
            entry.hasRanges = object.annotations[SecurityRanges.userRange] != nil
            entries[object.name] = entry
            return [object.name]
        case KnownResource.serviceAccounts where NamespaceDefaults.accounts.contains(object.name):
            Self.set(isThere, object.name, in: &entries[object.namespace, default: Entry()].accounts)
        case KnownResource.roleBindings where Self.bindingNames.contains(object.name):
            Self.set(isThere, object.name, in: &entries[object.namespace, default: Entry()].bindings)
        default: return []
        }
        return isThere ? [] : [object.namespace]
    }

    private static func set(_ isThere: Bool, _ name: String, in names: inout Set<String>) {
        if isThere { names.insert(name) } else { names.remove(name) }
    }

    /// What to make in a namespace; nothing while it goes away or its request is at work.
    func missing(in name: String) -> Missing {
        guard let entry = entries[name], entry.isThere, !entry.isTerminating, !entry.isUnfinished else {
            return Missing()
        }
        return Missing(
            accounts: NamespaceDefaults.accounts.filter { !entry.accounts.contains($0) },
            bindings: Self.bindingNames.subtracting(entry.bindings),
            ranges: !entry.hasRanges
        )
    }

    /// The namespace's uid, once, if its request is not finished.
    mutating func startsWaiting(_ name: String) -> String? {
        guard var entry = entries[name], entry.isUnfinished, !entry.isWaitedFor, !entry.isTerminating else {
            return nil
        }
        entry.isWaitedFor = true
        entries[name] = entry
        return entry.uid
    }
}
