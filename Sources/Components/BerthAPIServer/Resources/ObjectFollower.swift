import Kubernetes

/// Follows several resources for one reader: lists, then changes, and lists again when a watch has expired.
actor ObjectFollower {
    private let resources: [GroupResource]
    private let resource: @Sendable (GroupResource) -> StoredResource?
    private let hub: WatchHub
    private var watches: [GroupResource: ResourceWatch] = [:]
    private var pending: ArraySlice<(GroupResource, ObjectEvent)> = []

    init(
        resources: [GroupResource],
        resource: @escaping @Sendable (GroupResource) -> StoredResource?,
        hub: WatchHub
    ) {
        (self.resources, self.resource, self.hub) = (resources, resource, hub)
    }

    /// The next event; nil when the reader was cancelled or the server stops.
    func next() async -> (GroupResource, ObjectEvent)? {
        while pending.isEmpty {
            guard !Task.isCancelled else { return nil }
            let missing = resources.filter { watches[$0] == nil }
            guard missing.isEmpty else {
                await list(missing)
                continue
            }
            guard await read() else { return nil }
        }
        return pending.removeFirst()
    }

    /// Lists what is not watched yet; a store that cannot be reached is asked again after a moment.
    private func list(_ missing: [GroupResource]) async {
        var told: [(GroupResource, ObjectEvent)] = []
        var newest: Int64 = 0
        for name in missing {
            do {
                guard let stored = resource(name) else { throw Status.unknownPath }
                var cursor = try await ListCursor(stored, ListOptions(), namespace: "")
                var hasMore = true
                while hasMore {
                    let page = try await cursor.next(StoredResource.pageSize)
                    for item in page.items { told.append((name, .added(try stored.visible(item)))) }
                    hasMore = page.hasMore
                }
                watches[name] = hub.watch(name, namespace: nil, after: cursor.revision)
                newest = max(newest, cursor.revision)
            } catch {
                try? await Task.sleep(for: .milliseconds(100))
                break
            }
        }
        if watches.count == resources.count, let last = resources.last {
            told.append((last, .bookmark(resourceVersion: "\(newest)", endsInitialEvents: true)))
        }
        pending.append(contentsOf: told)
    }

    private enum Outcome: Sendable {
        case batch(WatchBatch)
        case ended
        case failed
    }

    /// What one watch brought.
    ///
    /// No tuple: a task group of tuples breaks memory in optimised static builds (Swift 6.3).
    private struct Reading: Sendable {
        let resource: GroupResource
        let outcome: Outcome
    }

    /// Waits until one watch has news; false at the end.
    private func read() async -> Bool {
        let watches = watches
        let outcomes = await withTaskGroup(of: Reading.self) { group in
            for (name, watch) in watches {
                group.addTask {
                    do {
                        guard let batch = try await watch.next() else {
                            return Reading(resource: name, outcome: .ended)
                        }
                        return Reading(resource: name, outcome: .batch(batch))
                    } catch {
                        return Reading(resource: name, outcome: .failed)
                    }
                }
            }
            var outcomes: [Reading] = []
            // A watch that is cancelled while it waits loses nothing: its cursor stays where it is.
            for await outcome in group {
                if outcomes.isEmpty { group.cancelAll() }
                outcomes.append(outcome)
            }
            return outcomes
        }
        if case .ended? = outcomes.first?.outcome { return false }
        var events: [StoreEvent] = []
        for reading in outcomes {
            switch reading.outcome {
            case .batch(let batch): events += batch.events
            case .failed: self.watches[reading.resource] = nil
            case .ended: break
            }
        }
        for event in events.sorted(by: { $0.revision < $1.revision }) {
            let name = event.object.key.resource
            if let stored = resource(name) { tell(name, stored, event) }
        }
        return true
    }

    private func tell(_ name: GroupResource, _ stored: StoredResource, _ event: StoreEvent) {
        guard let object = try? stored.visible(event.object) else { return }
        switch event.change {
        case .added: pending.append((name, .added(object)))
        case .modified: pending.append((name, .modified(object)))
        case .deleted: pending.append((name, .deleted(object)))
        }
    }
}
