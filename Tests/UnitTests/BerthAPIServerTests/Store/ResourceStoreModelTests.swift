import BerthTesting
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

/// Random steps, each engine beside the in-memory store, which is the model; revisions may differ by a constant.
@Suite struct `A resource store and its model` {
    private static let namespaces = ["a", "b", "b-b"]

    @Test(arguments: StoreUnderTest.available.filter { $0 != .memory }, [1, 2] as [UInt64])
    func `agree on every answer`(_ subject: StoreUnderTest, _ seed: UInt64) async throws {
        let steps = subject == .etcd ? 600 : 10_000
        try await subject.with { store in
            let model = InMemoryResourceStore()
            let offset = try await store.currentRevision()
            var random = SeededGenerator(seed: seed)
            for step in 0..<steps {
                let key = Self.key(&random)
                switch Int.random(in: 0..<100, using: &random) {
                case ..<30:
                    try await Self.compare(step, offset, model, store) { one in
                        try await one.create(key, bytes("\(step)"))
                    }
                case ..<60:
                    try await Self.write(step, offset, model, store, key) { one, revision in
                        try await one.update(key, bytes("\(step)"), expecting: revision)
                    }
                case ..<75:
                    try await Self.write(step, offset, model, store, key) { one, revision in
                        try await one.delete(key, expecting: revision)
                    }
                case ..<85:
                    try await Self.compare(step, offset, model, store) { one in try await one.get(key) }
                case ..<99:
                    let current = try await model.currentRevision()
                    let back = Int64.random(in: 0..<40, using: &random)
                    let limit = Bool.random(using: &random) ? Int.random(in: 1..<8, using: &random) : nil
                    let namespace = Bool.random(using: &random) ? key.namespace : nil
                    let revision = current > back ? current - back : nil
                    try await Self.comparePages(step, offset, model, store) { one, offset in
                        try await one.list(
                            key.resource,
                            namespace: namespace,
                            after: limit == nil ? nil : key,
                            limit: limit,
                            at: revision.map { $0 + offset }
                        )
                    }
                default:
                    let target = max(0, try await model.currentRevision() - 30)
                    try await model.compact(through: target)
                    try await store.compact(through: target + offset)
                }
            }
            let all = try await store.all(after: nil, limit: 1000, at: nil)
            #expect(try await Self.texts(model.all(after: nil, limit: 1000, at: nil), 0) == Self.texts(all, offset))
            let current = try await model.currentRevision()
            let expected = try await model.told(after: current - 25, count: 25)
            let told = try await store.told(after: current - 25 + offset, count: 25)
            #expect(told.map(\.object.revision) == expected.map { $0.object.revision + offset })
            #expect(told.map(\.object.text) == expected.map(\.object.text))
            #expect(told.map(\.change) == expected.map(\.change))
            #expect(told.map { $0.previous?.text } == expected.map { $0.previous?.text })
        }
    }

    private static func key(_ random: inout SeededGenerator) -> ResourceKey {
        ResourceKey(
            Bool.random(using: &random) ? pods : deployments,
            namespace: namespaces[Int.random(in: 0..<3, using: &random)],
            name: "n\(Int.random(in: 0..<12, using: &random))"
        )
    }

    /// A write at the current revision, or now and then at a wrong one.
    private static func write(
        _ step: Int,
        _ offset: Int64,
        _ model: InMemoryResourceStore,
        _ store: any ResourceStore,
        _ key: ResourceKey,
        _ body: (any ResourceStore, Int64) async throws -> StoredObject
    ) async throws {
        let revision = try await model.get(key)?.revision ?? 1
        let asked = step % 7 == 0 ? revision - 1 : revision
        let expected = await outcome(0) { try await body(model, asked) }
        let found = await outcome(offset) { try await body(store, asked + offset) }
        try #require(found == expected, "step \(step)")
    }

    private static func compare(
        _ step: Int,
        _ offset: Int64,
        _ model: InMemoryResourceStore,
        _ store: any ResourceStore,
        _ body: (any ResourceStore) async throws -> StoredObject?
    ) async throws {
        let expected = await outcome(0) { try await body(model) }
        let found = await outcome(offset) { try await body(store) }
        try #require(found == expected, "step \(step)")
    }

    private static func comparePages(
        _ step: Int,
        _ offset: Int64,
        _ model: InMemoryResourceStore,
        _ store: any ResourceStore,
        _ body: (any ResourceStore, Int64) async throws -> ResourcePage
    ) async throws {
        let expected: String
        let found: String
        do { expected = try await texts(body(model, 0), 0) } catch StoreError.expired { expected = "expired" }
        do { found = try await texts(body(store, offset), offset) } catch StoreError.expired { found = "expired" }
        try #require(found == expected, "step \(step)")
    }

    private static func texts(_ page: ResourcePage, _ offset: Int64) -> String {
        let items = page.items.map { "\($0.key.namespace)/\($0.key.name)=\($0.text)@\($0.revision - offset)" }
        return "\(page.revision - offset) \(page.hasMore) \(page.remaining ?? -1) " + items.joined(separator: " ")
    }

    private static func outcome(_ offset: Int64, _ body: () async throws -> StoredObject?) async -> String {
        do {
            let object = try await body()
            return object.map { "\($0.text)@\($0.revision - offset)" } ?? "none"
        } catch { return "\(error)" }
    }
}
