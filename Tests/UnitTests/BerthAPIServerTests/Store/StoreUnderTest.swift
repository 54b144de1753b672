import BerthTesting
import Kubernetes
import Logging
import NIOCore
import Synchronization
import Testing

@testable import BerthAPIServer

/// The engines that the one suite judges.
enum StoreUnderTest: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, etcd

    static var available: [StoreUnderTest] { allCases.filter { $0 != .etcd || EtcdServer.isExpected } }

    var testDescription: String { rawValue }

    /// Runs `body` with a new empty store.
    func with(_ body: (any ResourceStore) async throws -> Void) async throws {
        try await BerthFixture.with { fixture in
            let store: any ResourceStore
            switch self {
            case .memory: store = InMemoryResourceStore()
            case .sqlite:
                store = try await SQLiteResourceStore(file: "\(fixture.directory)/state.sqlite", logger: quiet)
            case .etcd:
                let server = try await EtcdServer.start(in: fixture)
                store = try EtcdResourceStore(EtcdConfiguration(endpoints: [server.endpoint]), logger: quiet)
            }
            do { try await body(store) } catch {
                await store.close()
                throw error
            }
            await store.close()
        }
    }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

let pods = GroupResource(group: "", resource: "pods")
let deployments = GroupResource(group: "apps", resource: "deployments")
let namespaces = GroupResource(group: "", resource: "namespaces")

func pod(_ name: String, in namespace: String = "a") -> ResourceKey {
    ResourceKey(pods, namespace: namespace, name: name)
}

func bytes(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

extension StoredObject {
    var text: String { String(buffer: value) }
}

extension StoreEvent {
    /// `+a/x=1@3`: what happened, where, the value and the revision.
    var text: String {
        let sign = [.added: "+", .modified: "~", .deleted: "-"][change] ?? "?"
        let before = previous.map { "(\($0.text)@\($0.revision))" } ?? ""
        return "\(sign)\(object.key.namespace)/\(object.key.name)=\(object.text)\(before)"
    }
}

extension ResourceStore {
    func list(
        _ resource: GroupResource = pods,
        in namespace: String? = nil,
        after: ResourceKey? = nil,
        limit: Int? = nil,
        at revision: Int64? = nil
    ) async throws -> ResourcePage {
        try await list(resource, namespace: namespace, after: after, limit: limit, at: revision)
    }

    /// Writes whatever is there.
    @discardableResult
    func put(_ key: ResourceKey, _ text: String) async throws -> StoredObject {
        guard let current = try await get(key) else { return try await create(key, bytes(text)) }
        return try await update(key, bytes(text), expecting: current.revision)
    }

    @discardableResult
    func remove(_ key: ResourceKey) async throws -> StoredObject {
        guard let current = try await get(key) else { throw StoreError.notFound }
        return try await delete(key, expecting: current.revision)
    }

    /// The first `count` events after `revision`.
    func told(after revision: Int64, count: Int) async throws -> [StoreEvent] {
        let told = ToldEvents()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await self.follow(after: revision) { changes in told.events.withLock { $0 += changes.events } }
            }
            group.addTask {
                while told.events.withLock({ $0.count < count }) { try await Task.sleep(for: .milliseconds(2)) }
            }
            try await group.next()
            group.cancelAll()
            return told.events.withLock { $0 }
        }
    }
}

extension ResourcePage {
    var names: [String] { items.map { "\($0.key.namespace)/\($0.key.name)" } }
    var texts: [String] { items.map(\.text) }
}

/// What a follower was told.
private final class ToldEvents: Sendable {
    let events = Mutex<[StoreEvent]>([])
}
