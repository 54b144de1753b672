import Kubernetes

extension StoredResource {
    package func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        let watch = try await storedWatch(options, sendsInitialEvents: sendsInitialEvents, request.namespace)
        return ObjectEvents(watch: watch)
    }

    /// A watch over the bytes as they are stored.
    ///
    /// When `sendsInitialEvents` is nil the resourceVersion decides: none and `0` begin with what is there.
    func storedWatch(
        _ options: ListOptions,
        sendsInitialEvents: Bool?,
        _ namespace: String
    ) async throws -> StoredWatch {
        let selection = Selection(options, kind)
        try selection.validate()
        let revision = try ResourceVersionRule.revision(options.resourceVersion)
        if revision > 0 { try await require(revision) }
        let begins: StoredWatch.Begin =
            switch sendsInitialEvents {
            case true?: .withPresent(isMarked: true)
            case false?: .after(revision > 0 ? revision : nil)
            case nil: revision > 0 ? .after(revision) : .withPresent(isMarked: false)
            }
        return StoredWatch(resource: self, namespace: namespace, selection: selection, begins: begins)
    }

    func currentRevision() async throws -> Int64 {
        try await translated("") { () async throws(StoreError) in try await context.store.currentRevision() }
    }
}

/// A watch as parsed objects, for the server's own parts.
struct ObjectEvents: AsyncSequence, Sendable {
    typealias Element = ObjectEvent
    typealias Failure = any Error

    let watch: StoredWatch

    func makeAsyncIterator() -> Iterator { Iterator(resource: watch.resource, base: watch.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        let resource: StoredResource
        var base: StoredWatch.Iterator
        private var pending: ArraySlice<WatchItem> = []

        init(resource: StoredResource, base: StoredWatch.Iterator) { (self.resource, self.base) = (resource, base) }

        mutating func next() async throws -> ObjectEvent? {
            while true {
                while pending.isEmpty {
                    guard let batch = try await base.next() else { return nil }
                    pending = batch[...]
                }
                if let event = try resource.event(pending.removeFirst()) { return event }
            }
        }
    }
}

extension StoredResource {
    /// What a watch told, parsed; nil for what only says that time passed.
    func event(_ item: WatchItem) throws(Status) -> ObjectEvent? {
        switch item {
        case .progress: return nil
        case .present(let stored): return .added(try visible(stored))
        case .change(let change, let stored, _):
            let object = try visible(stored)
            return switch change {
            case .added: .added(object)
            case .modified: .modified(object)
            case .deleted: .deleted(object)
            }
        case .endOfPresent(let revision):
            return .bookmark(resourceVersion: "\(revision)", endsInitialEvents: true)
        }
    }
}
