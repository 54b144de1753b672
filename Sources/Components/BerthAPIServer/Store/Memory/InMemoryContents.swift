import NIOCore

/// What an ``InMemoryResourceStore`` holds: each key's versions in order, and every change.
struct InMemoryContents: Sendable {
    private struct Version {
        let revision: Int64
        /// Nil: deleted.
        let value: ByteBuffer?
    }

    private(set) var revision: Int64 = 0
    /// History begins behind this revision.
    private(set) var compacted: Int64 = 0
    /// Changes when all was replaced.
    private(set) var epoch = 0
    private var keys: [ResourceKey] = []
    private var versions: [ResourceKey: [Version]] = [:]
    private var log: [StoreEvent] = []

    func current(_ key: ResourceKey) -> StoredObject? {
        guard let version = versions[key]?.last, let value = version.value else { return nil }
        return StoredObject(key: key, value: value, revision: version.revision)
    }

    mutating func record(_ change: StoreEvent.Change, _ key: ResourceKey, _ value: ByteBuffer) -> StoredObject {
        let previous = current(key)
        revision += 1
        let object = StoredObject(key: key, value: value, revision: revision)
        if versions[key] == nil { keys.insert(key, at: index(of: key)) }
        versions[key, default: []].append(Version(revision: revision, value: change == .deleted ? nil : value))
        log.append(StoreEvent(change: change, object: object, previous: previous))
        return object
    }

    func events(after: Int64, limit: Int) throws(StoreError) -> [StoreEvent] {
        guard after >= compacted else { throw .expired(oldest: compacted) }
        guard after <= revision else { throw .future(current: revision) }
        return Array(log[firstEvent(after: after)...].prefix(limit))
    }

    /// A page of the keys from `first` on that are `wanted`, which are neighbours.
    func page(
        at asked: Int64?,
        from first: ResourceKey?,
        after: ResourceKey?,
        limit: Int?,
        wanted: (ResourceKey) -> Bool
    ) throws(StoreError) -> ResourcePage {
        let snapshot = asked ?? revision
        guard snapshot >= compacted else { throw .expired(oldest: compacted) }
        guard snapshot <= revision else { throw .future(current: revision) }
        var start = first.map { index(of: $0) } ?? 0
        if let after {
            let place = index(of: after)
            start = max(start, place < keys.count && keys[place] == after ? place + 1 : place)
        }
        var items: [StoredObject] = []
        var remaining = 0
        for key in keys[start...] {
            guard wanted(key) else { break }
            guard let version = versions[key]?.last(where: { $0.revision <= snapshot }), let value = version.value
            else { continue }
            if items.count < limit ?? .max {
                items.append(StoredObject(key: key, value: value, revision: version.revision))
            } else {
                remaining += 1
            }
        }
        return ResourcePage(items: items, revision: snapshot, hasMore: remaining > 0, remaining: remaining)
    }

    mutating func compact(through target: Int64) throws(StoreError) {
        guard target <= revision else { throw .future(current: revision) }
        guard target > compacted else { return }
        compacted = target
        log.removeSubrange(..<firstEvent(after: target))
        var emptied: Set<ResourceKey> = []
        for (key, known) in versions {
            guard let newestKept = known.lastIndex(where: { $0.revision <= target }) else { continue }
            let rest = known[newestKept...].drop { $0.value == nil && $0.revision <= target }
            versions[key] = rest.isEmpty ? nil : Array(rest)
            if rest.isEmpty { emptied.insert(key) }
        }
        if !emptied.isEmpty { keys.removeAll { emptied.contains($0) } }
    }

    mutating func replaceAll(with objects: [(key: ResourceKey, value: ByteBuffer)], above floor: Int64) -> Int64 {
        (keys, versions, log) = ([], [:], [])
        // One more than the floor, so that the revision grows also when there is no object.
        revision = max(revision, floor) + 1
        for (key, value) in objects { _ = record(.added, key, value) }
        (compacted, log) = (revision, [])
        epoch += 1
        return revision
    }

    /// Where a key is, or where it would be.
    private func index(of key: ResourceKey) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func firstEvent(after revision: Int64) -> Int {
        var (low, high) = (0, log.count)
        while low < high {
            let middle = (low + high) / 2
            if log[middle].revision <= revision { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
