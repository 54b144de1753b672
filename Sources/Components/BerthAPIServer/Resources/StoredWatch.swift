import Kubernetes

/// What a watch of stored objects tells: what is there if asked, a bookmark, then changes as the selection sees them.
///
/// Pulled, so that a slow client holds nothing but its place.
struct StoredWatch: AsyncSequence, Sendable {
    typealias Element = [WatchItem]
    typealias Failure = any Error

    let resource: StoredResource
    let namespace: String
    let selection: Selection
    /// Whether what is there comes first.
    let begins: Begin

    enum Begin: Sendable, Hashable {
        /// What is there as ADDED; then, if `marked`, a bookmark that ends it.
        case withPresent(isMarked: Bool)
        /// Changes after a revision; nil is now.
        case after(Int64?)
    }

    func makeAsyncIterator() -> Iterator { Iterator(watch: self) }

    struct Iterator: AsyncIteratorProtocol {
        private enum Phase {
            case beginning
            case listing(ListCursor)
            case following(ResourceWatch)
            case ended
        }

        private let watch: StoredWatch
        private var phase = Phase.beginning

        init(watch: StoredWatch) { self.watch = watch }

        mutating func next() async throws -> [WatchItem]? {
            while true {
                switch phase {
                case .ended: return nil
                case .beginning: if let items = try await begin() { return items }
                case .listing(var cursor):
                    let page = try await cursor.next(StoredResource.pageSize)
                    var items = try page.items.compactMap { stored -> WatchItem? in
                        try watch.sees(stored) ? .present(stored) : nil
                    }
                    if page.hasMore {
                        phase = .listing(cursor)
                    } else {
                        items.append(contentsOf: mark(cursor.revision))
                        follow(after: cursor.revision)
                    }
                    if !items.isEmpty { return items }
                case .following(let changes):
                    guard let batch = try await changes.next() else {
                        phase = .ended
                        return nil
                    }
                    return try batch.events.compactMap { try watch.seen($0) } + [.progress(batch.revision)]
                }
            }
        }

        private mutating func begin() async throws -> [WatchItem]? {
            let resource = watch.resource
            switch watch.begins {
            case .after(let revision):
                var revision = revision ?? 0
                if revision == 0 { revision = try await resource.currentRevision() }
                follow(after: revision)
                return nil
            case .withPresent:
                guard let name = watch.selection.name, !resource.kind.isNamespaced || !watch.namespace.isEmpty else {
                    phase = .listing(try await ListCursor(resource, ListOptions(), namespace: watch.namespace))
                    return nil
                }
                // One object: no snapshot of the others is needed.
                let before = try await resource.currentRevision()
                let key = resource.key(name, namespace: watch.namespace)
                let found = try await resource.translated(name) { () async throws(StoreError) in
                    try await resource.context.store.get(key)
                }
                let revision = Swift.max(before, found?.revision ?? 0)
                var items: [WatchItem] = []
                if let found, try watch.sees(found) { items.append(.present(found)) }
                items.append(contentsOf: mark(revision))
                follow(after: revision)
                return items.isEmpty ? nil : items
            }
        }

        private func mark(_ revision: Int64) -> [WatchItem] {
            watch.begins == .withPresent(isMarked: true) ? [.endOfPresent(revision)] : []
        }

        private mutating func follow(after revision: Int64) {
            let resource = watch.resource
            let namespace = watch.namespace.isEmpty || !resource.kind.isNamespaced ? nil : watch.namespace
            phase = .following(
                resource.context.hub.watch(resource.resource, namespace: namespace, after: revision)
            )
        }
    }

    /// Whether the selection holds a stored object.
    private func sees(_ stored: StoredObject) throws -> Bool {
        if selection.isEverything { return true }
        if let name = selection.name, !name.utf8.elementsEqual(stored.key.name.utf8) { return false }
        return try selection.isOfName || selection.matches(resource.visible(stored))
    }

    /// A change as the selection sees it: objects that enter it are added, those that leave it deleted.
    private func seen(_ event: StoreEvent) throws -> WatchItem? {
        guard !selection.isEverything else { return .change(event.change, event.object, event) }
        switch event.change {
        case .added: return try sees(event.object) ? .change(.added, event.object, event) : nil
        case .deleted:
            return try sees(event.previous ?? event.object) ? .change(.deleted, event.object, event) : nil
        case .modified:
            let was = try event.previous.map { try sees($0) } ?? false
            switch (was, try sees(event.object)) {
            case (true, true): return .change(.modified, event.object, event)
            case (false, true): return .change(.added, event.object, nil)
            case (true, false):
                let last = event.previous ?? event.object
                let left = StoredObject(key: last.key, value: last.value, revision: event.object.revision)
                return .change(.deleted, left, nil)
            case (false, false): return nil
            }
        }
    }
}

/// One thing that a watch of stored objects tells.
enum WatchItem: Sendable {
    /// An object that is there already.
    case present(StoredObject)
    /// A change; the event when it is told as it happened, so that its encoding can be shared.
    case change(StoreEvent.Change, StoredObject, StoreEvent?)
    /// Everything that is there was told.
    case endOfPresent(Int64)
    /// Every change up to here was told.
    case progress(Int64)
}
