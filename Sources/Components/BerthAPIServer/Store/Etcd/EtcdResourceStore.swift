package import Kubernetes
package import Logging
package import NIOCore
import NIOPosix
import Synchronization

/// Objects in an etcd v3 cluster, which may serve several API servers at once.
///
/// The revision is etcd's, which also grows when others write there. A write whose answer was lost is reported as
/// `.unavailable` and not tried again: it may have been made.
package final class EtcdResourceStore: ResourceStore {
    /// etcd takes requests of up to 1.5 MiB.
    package static let valueSizeLimit = 1536 << 10
    private static let pageLimit = 500
    private static let pageLimitMaximum = 10_000
    private static let pageBytes = 16 << 20

    let client: EtcdClient
    let keys: EtcdKeys
    let configuration: EtcdConfiguration
    let logger: Logger
    private let known = Mutex<EtcdState?>(nil)
    let isClosed = RevisionSignal(0)

    /// Connects when it is first used, so that the API server can start before etcd.
    ///
    /// - Throws: when a file of `configuration` cannot be read.
    package init(_ configuration: EtcdConfiguration, logger: Logger) throws(EtcdFileError) {
        self.configuration = configuration
        self.logger = logger
        client = try EtcdClient(configuration)
        keys = EtcdKeys(prefix: configuration.prefix)
    }

    /// Asks etcd whether it is there and lets us read.
    package func probe() async throws(StoreError) { _ = try await stateInEtcd() }

    package func get(_ key: ResourceKey) async throws(StoreError) -> StoredObject? {
        let state = try await state()
        let answer = try await mapped { () async throws(EtcdFailure) in
            try await self.client.read(.range, EtcdRequest.range(self.keys.key(key)))
        }
        guard let found = answer.found.first else { return nil }
        return StoredObject(key: key, value: found.value, revision: found.modified + state.offset)
    }

    package func list(
        _ resource: GroupResource,
        namespace: String?,
        after: ResourceKey?,
        limit: Int?,
        at revision: Int64?
    ) async throws(StoreError) -> ResourcePage {
        try await page(keys.objects(of: resource, namespace: namespace), after: after, limit: limit, at: revision)
    }

    package func all(after: ResourceKey?, limit: Int, at revision: Int64?) async throws(StoreError) -> ResourcePage {
        try await page(keys.allObjects, after: after, limit: limit, at: revision)
    }

    package func create(_ key: ResourceKey, _ value: ByteBuffer) async throws(StoreError) -> StoredObject {
        let place = keys.key(key)
        let (answer, state) = try await transaction(
            EtcdRequest.transaction(if: [.absent(place)], then: .put(place, value), else: nil),
            size: value.readableBytes
        )
        guard answer.isSuccess else { throw .alreadyExists }
        return StoredObject(key: key, value: value, revision: try Self.revision(answer) + state.offset)
    }

    /// In one transaction, so that nothing can come between.
    package func create(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        while other: ResourceKey,
        isAt revision: Int64
    ) async throws(StoreError) -> StoredObject {
        let place = keys.key(key)
        let offset = try await state().offset
        let (answer, state) = try await transaction(
            EtcdRequest.transaction(
                if: [.absent(place), .at(keys.key(other), revision: revision - offset)],
                then: .put(place, value),
                else: .look(place)
            ),
            size: value.readableBytes
        )
        guard answer.isSuccess else { throw answer.found.isEmpty ? .conflict : .alreadyExists }
        return StoredObject(key: key, value: value, revision: try Self.revision(answer) + state.offset)
    }

    package func update(
        _ key: ResourceKey,
        _ value: ByteBuffer,
        expecting revision: Int64
    ) async throws(StoreError) -> StoredObject {
        let place = keys.key(key)
        let (answer, state) = try await transaction(expecting: revision, at: place, size: value.readableBytes) {
            .put(place, value)
        }
        return StoredObject(key: key, value: value, revision: try Self.revision(answer) + state.offset)
    }

    package func delete(_ key: ResourceKey, expecting revision: Int64) async throws(StoreError) -> StoredObject {
        let place = keys.key(key)
        let (answer, state) = try await transaction(expecting: revision, at: place, size: 0) { .delete(place) }
        guard let last = answer.found.first else { throw .unavailable("etcd's answer is not whole") }
        return StoredObject(key: key, value: last.value, revision: try Self.revision(answer) + state.offset)
    }

    package func currentRevision() async throws(StoreError) -> Int64 {
        let state = try await state()
        let answer = try await mapped { () async throws(EtcdFailure) in
            try await self.client.read(.range, EtcdRequest.range(self.keys.state))
        }
        return try Self.revision(answer) + state.offset
    }

    package func compact(through revision: Int64) async throws(StoreError) {
        let state = try await state()
        guard revision > state.offset else { return }
        do {
            _ = try await client.write(.compaction, EtcdRequest.compaction(through: revision - state.offset))
        } catch .compacted {
            // Somebody did already.
        } catch { throw try await translated(error) }
    }

    package func requestProgress() async throws(StoreError) { _ = try await beat() }

    package func close() async {
        isClosed.close()
        client.close()
    }

    /// Writes what every watch must tell; answers its revision.
    func beat() async throws(StoreError) -> Int64 {
        let state = try await state()
        let answer = try await mapped { () async throws(EtcdFailure) in
            try await self.client.write(.put, EtcdRequest.put(self.keys.heartbeat, ByteBuffer()))
        }
        return try Self.revision(answer) + state.offset
    }

    // MARK: state

    /// What the last restore left, read once.
    func state() async throws(StoreError) -> EtcdState {
        if let known = known.withLock({ $0 }) { return known }
        let state = try await stateInEtcd()
        guard !state.isRestoring else {
            throw .unavailable("a restore into etcd was not finished: restore again")
        }
        known.withLock { $0 = state }
        return state
    }

    func stateInEtcd() async throws(StoreError) -> EtcdState {
        let answer = try await mapped { () async throws(EtcdFailure) in
            try await self.client.read(.range, EtcdRequest.range(self.keys.state))
        }
        guard let found = answer.found.first else { return EtcdState() }
        guard let state = EtcdState(found.value.readableBytesView) else {
            throw .unavailable("the state in etcd was written by a newer program")
        }
        return state
    }

    /// Has it read again.
    func forgetState() { known.withLock { $0 = nil } }

    // MARK: pages

    private func page(
        _ range: EtcdKeys.Range,
        after: ResourceKey?,
        limit: Int?,
        at asked: Int64?
    ) async throws(StoreError) -> ResourcePage {
        let state = try await state()
        if let asked, asked < state.floor || asked <= state.offset { throw .expired(oldest: state.floor) }
        var start = range.start
        if let after {
            let behind = keys.key(after) + [0]
            if start.lexicographicallyPrecedes(behind) { start = behind }
        }
        var revision = asked.map { $0 - state.offset }
        var items: [StoredObject] = []
        var pageLimit = Self.pageLimit
        while true {
            let count = min(pageLimit, (limit ?? .max) - items.count)
            let answer: EtcdAnswer
            do throws(EtcdFailure) {
                // A limit of none is no limit to etcd.
                answer = try await client.read(
                    .range,
                    EtcdRequest.range(
                        start,
                        range.end,
                        limit: max(count, 1),
                        revision: revision,
                        isCountOnly: count == 0
                    )
                )
            } catch .answerTooLarge where pageLimit > 1 {
                pageLimit = max(1, pageLimit / 8)
                continue
            } catch { throw try await translated(error) }
            let current = try Self.revision(answer)
            let snapshot = revision ?? current
            revision = snapshot
            var size = 0
            for pair in answer.found {
                start = pair.key + [0]
                size += pair.value.readableBytes + pair.key.count
                guard let key = keys.resourceKey(pair.key) else { continue }
                items.append(StoredObject(key: key, value: pair.value, revision: pair.modified + state.offset))
            }
            let remaining = Int(answer.count) - answer.found.count
            if remaining <= 0 || items.count >= limit ?? .max {
                return ResourcePage(
                    items: items,
                    revision: snapshot + state.offset,
                    hasMore: remaining > 0,
                    remaining: max(0, remaining)
                )
            }
            // As many as make a page of a size that is good for both sides.
            if let average = answer.found.isEmpty ? nil : max(1, size / answer.found.count) {
                pageLimit = min(max(Self.pageBytes / average, 1), Self.pageLimitMaximum)
            }
        }
    }

    // MARK: transactions

    private func transaction(
        expecting revision: Int64,
        at place: [UInt8],
        size: Int,
        _ operation: () -> EtcdRequest.Operation
    ) async throws(StoreError) -> (EtcdAnswer, EtcdState) {
        let state = try await state()
        let request = EtcdRequest.transaction(
            if: [.at(place, revision: revision - state.offset)],
            then: operation(),
            else: .look(place)
        )
        let (answer, _) = try await transaction(request, size: size)
        if answer.isSuccess { return (answer, state) }
        throw answer.found.isEmpty ? .notFound : .conflict
    }

    private func transaction(_ request: EtcdMessage, size: Int) async throws(StoreError) -> (EtcdAnswer, EtcdState) {
        guard size <= Self.valueSizeLimit else { throw .tooLarge(limit: Self.valueSizeLimit) }
        let state = try await state()
        let answer = try await mapped { () async throws(EtcdFailure) in
            try await self.client.write(.transaction, request)
        }
        return (answer, state)
    }

    func mapped<Value: Sendable>(
        _ body: () async throws(EtcdFailure) -> Value
    ) async throws(StoreError) -> Value {
        do { return try await body() } catch { throw try await translated(error) }
    }

    /// The store's word for a failure, with the revisions that the caller may use instead.
    private func translated(_ failure: EtcdFailure) async throws(StoreError) -> StoreError {
        switch failure {
        case .compacted(nil): .expired(oldest: try await currentRevision())
        case .future: .future(current: try await currentRevision())
        default: failure.storeError
        }
    }

    static func revision(_ answer: EtcdAnswer) throws(StoreError) -> Int64 {
        guard answer.revision > 0 else { throw .unavailable("etcd's answer has no revision") }
        return answer.revision
    }
}
