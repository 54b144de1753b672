package import Kubernetes
import Logging
import Synchronization

extension EtcdResourceStore {
    /// When the watch was heard last.
    private final class Hearing: Sendable {
        private let moment = Mutex(ContinuousClock.now)

        var last: ContinuousClock.Instant { moment.withLock { $0 } }

        func note() { moment.withLock { $0 = .now } }
    }

    package func follow(
        after revision: Int64,
        _ deliver: @escaping @Sendable (StoreChanges) async -> Void
    ) async throws(StoreError) {
        let state = try await state()
        try await checkHistory(after: revision, state)
        let heard = Hearing()
        let result = await withTaskGroup(of: Result<Void, StoreError>.self) { group in
            group.addTask {
                await Self.outcome { () async throws(StoreError) in
                    try await self.watch(after: revision, state) { message async throws(StoreError) in
                        heard.note()
                        if message.isReplaced {
                            self.forgetState()
                            throw .expired(oldest: 0)
                        }
                        guard message.isCreated || message.revision != nil else { return true }
                        let reached = message.revision.map { max($0 + state.offset, revision) } ?? revision
                        await deliver(StoreChanges(events: message.events, revision: reached))
                        return true
                    }
                }
            }
            group.addTask { await Self.outcome { () async throws(StoreError) in try await self.listen(heard) } }
            group.addTask {
                // Ends when the store is closed.
                _ = await self.isClosed.wait(for: .max)
                return .success(())
            }
            let first = await group.next() ?? .success(())
            group.cancelAll()
            return first
        }
        if Task.isCancelled { return }
        if case .failure(.expired) = result { throw .expired(oldest: await oldestToFollow(result)) }
        try result.get()
    }

    package func history(
        of resource: GroupResource,
        namespace: String?,
        after: Int64,
        through: Int64,
        limit: Int
    ) async throws(StoreError) -> [StoreEvent] {
        let state = try await state()
        try await checkHistory(after: after, state)
        guard through > after, limit > 0 else { return [] }
        // Something that comes behind all that is asked for ends the watch.
        let end = try await beat()
        let found = Mutex<[StoreEvent]>([])
        try await watch(after: after, state) { message async throws(StoreError) in
            found.withLock { found in
                for event in message.events where event.revision <= through && found.count < limit {
                    let key = event.object.key
                    if key.resource == resource, namespace == nil || key.namespace == namespace { found.append(event) }
                }
                let reached = message.revision.map { $0 + state.offset } ?? 0
                return found.count < limit && reached < min(end, through + 1)
            }
        }
        return found.withLock { $0 }
    }

    /// - Throws: `.expired` or `.future`.
    private func checkHistory(after revision: Int64, _ state: EtcdState) async throws(StoreError) {
        if revision < state.floor || revision < state.offset { throw .expired(oldest: max(state.floor, state.offset)) }
        let current = try await currentRevision()
        if revision > current { throw .future(current: current) }
    }

    /// Hands over each message until `take` has enough or the connection ends.
    private func watch(
        after revision: Int64,
        _ state: EtcdState,
        _ take: (EtcdWatch) async throws(StoreError) -> Bool
    ) async throws(StoreError) {
        let request = EtcdRequest.watch(keys.all, from: revision - state.offset + 1)
        do {
            try await client.watch(request) { message in
                try await take(try EtcdWatch(message, keys: self.keys, offset: state.offset))
            }
        } catch let error as StoreError { throw error } catch {
            let failure = EtcdStatus.failure(error)
            if failure == .unauthenticated { client.forgetToken() }
            throw failure.storeError
        }
    }

    /// Notices a connection that is dead without having been closed: what we write must be heard.
    private func listen(_ heard: Hearing) async throws(StoreError) {
        let limit = configuration.silenceLimit
        while true {
            let silence = heard.last.duration(to: .now)
            guard await Self.sleep(silence < limit ? limit - silence : .zero) else { return }
            let before = heard.last
            guard before.duration(to: .now) >= limit else { continue }
            _ = try await beat()
            guard await Self.sleep(configuration.timeout) else { return }
            guard heard.last > before else { throw .unavailable("etcd's watch is silent") }
        }
    }

    private func oldestToFollow(_ result: Result<Void, StoreError>) async -> Int64 {
        if case .failure(.expired(let oldest)) = result, oldest > 0 { return oldest }
        // Nothing can be read while a restore goes on.
        return (try? await currentRevision()) ?? 0
    }

    private static func sleep(_ duration: Duration) async -> Bool { (try? await Task.sleep(for: duration)) != nil }

    private static func outcome(
        _ body: () async throws(StoreError) -> Void
    ) async -> Result<Void, StoreError> {
        do {
            try await body()
            return .success(())
        } catch { return .failure(error) }
    }
}
