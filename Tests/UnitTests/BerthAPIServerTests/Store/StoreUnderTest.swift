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
            switch self {
            case .memory: try await Self.use(InMemoryResourceStore(), body)
            case .sqlite:
                let path = "\(fixture.directory)/state.sqlite"
                try await Self.use(SQLiteResourceStore(file: path, logger: quiet), body)
            case .etcd:
                await EtcdTurns.all.take()
                fixture.onEnd { await EtcdTurns.all.giveBack() }
                let server = try await EtcdServer.start(in: fixture)
                try await Self.use(EtcdResourceStore(.patient([server.endpoint]), logger: quiet), body)
            }
        }
    }

    private static func use(
        _ store: some ResourceStore,
        _ body: (any ResourceStore) async throws -> Void
    ) async throws {
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// Keeps tests from starting dozens of servers at once.
actor EtcdTurns {
    static let all = EtcdTurns()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

extension EtcdConfiguration {
    /// For tests in which etcd answers, however slow the machine is.
    static func patient(_ endpoints: [String]) -> EtcdConfiguration {
        var configuration = EtcdConfiguration(endpoints: endpoints)
        configuration.connectTimeout = .seconds(300)
        configuration.timeout = .seconds(300)
        configuration.silenceLimit = .seconds(3600)
        return configuration
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
        let told = Collected<StoreEvent>()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await self.follow(after: revision) { changes in told.add(changes.events) }
            }
            group.addTask {
                while told.all.count < count { try await Task.sleep(for: .milliseconds(2)) }
            }
            try await group.next()
            group.cancelAll()
            return told.all
        }
    }
}

extension ResourcePage {
    var names: [String] { items.map { "\($0.key.namespace)/\($0.key.name)" } }
    var texts: [String] { items.map(\.text) }
}

/// What several tasks gather.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func add(_ more: [Element]) { elements.withLock { $0 += more } }
}
