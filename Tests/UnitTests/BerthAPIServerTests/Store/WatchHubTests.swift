import BerthTesting
import Kubernetes
import NIOCore
import Synchronization
import Testing

@testable import BerthAPIServer

@Suite struct `A watch hub` {
    /// Runs `body` while a hub follows `store`.
    private static func with(
        _ store: any ResourceStore = InMemoryResourceStore(),
        limits: WatchHubLimits = WatchHubLimits(),
        _ body: @escaping @Sendable (WatchHub) async throws -> Void
    ) async throws {
        let hub = WatchHub(store: store, limits: limits, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hub.run() }
            group.addTask { try await body(hub) }
            try await group.next()
            group.cancelAll()
        }
    }

    private static func collect(_ watch: ResourceWatch, until count: Int) async throws -> [StoreEvent] {
        var events: [StoreEvent] = []
        while events.count < count, let batch = try await watch.next() { events += batch.events }
        return events
    }

    @Test(arguments: StoreUnderTest.available)
    func `gives every watcher each of its changes once and in order`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let start = try await store.currentRevision()
            try await Self.with(store) { hub in
                let watched = try await withThrowingTaskGroup(of: (Int, [StoreEvent]).self) { group in
                    for number in 0..<30 {
                        let namespace = number % 3 == 0 ? nil : "n\(number % 3)"
                        group.addTask {
                            let watch = hub.watch(pods, namespace: namespace, after: start)
                            return (number, try await Self.collect(watch, until: namespace == nil ? 90 : 45))
                        }
                    }
                    group.addTask {
                        for number in 0..<90 {
                            try await store.put(pod("p\(number % 10)", in: "n\(1 + number % 2)"), "\(number)")
                            if number % 9 == 0 {
                                try await store.put(ResourceKey(deployments, namespace: "n1", name: "d"), "\(number)")
                            }
                        }
                        return (-1, [])
                    }
                    return try await group.reduce(into: [Int: [StoreEvent]]()) { $0[$1.0] = $1.1 }
                }
                for number in 0..<30 {
                    let events = watched[number] ?? []
                    let expected = (0..<90).filter { number % 3 == 0 || 1 + $0 % 2 == number % 3 }.map(String.init)
                    #expect(events.map(\.object.text) == expected)
                    #expect(zip(events, events.dropFirst()).allSatisfy { $0.revision < $1.revision })
                }
            }
        }
    }

    @Test func `cuts a watcher that is too slow and keeps its memory bounded`() async throws {
        let store = InMemoryResourceStore()
        var limits = WatchHubLimits()
        limits.eventLimit = 50
        limits.batchLimit = 10
        try await Self.with(store, limits: limits) { hub in
            let watch = hub.watch(pods, namespace: nil, after: 0)
            for number in 0..<40 { try await store.put(pod("x"), "\(number)") }
            await hub.waitUntil(revision: 40)
            #expect(try await Self.collect(watch, until: 10).count == 10)
            for number in 0..<400 { try await store.put(pod("x"), "\(number)") }
            await hub.waitUntil(revision: 440)
            #expect(hub.memory.events <= 50)
            do {
                _ = try await watch.next()
                Issue.record("not cut")
            } catch StoreError.expired(let oldest) { #expect(oldest >= 390) }
        }
    }

    @Test(arguments: [true, false])
    func `reads what is behind its memory from the store`(isRunningBefore: Bool) async throws {
        let store = InMemoryResourceStore()
        var limits = WatchHubLimits()
        limits.eventLimit = 20
        limits.preloadLimit = 5
        limits.historyBatchLimit = 7
        if !isRunningBefore { for number in 0..<200 { try await store.put(pod("x"), "\(number)") } }
        try await Self.with(store, limits: limits) { hub in
            if isRunningBefore { for number in 0..<200 { try await store.put(pod("x"), "\(number)") } }
            await hub.waitUntil(revision: 200)
            let watch = hub.watch(pods, namespace: "a", after: 30)
            #expect(try await Self.collect(watch, until: 170).map(\.object.text) == (30..<200).map(String.init))
            try await store.put(pod("x"), "more")
            #expect(try await Self.collect(watch, until: 1).map(\.object.text) == ["more"])
            try await store.compact(through: 100)
            let late = hub.watch(pods, namespace: nil, after: 50)
            await #expect(throws: StoreError.expired(oldest: 100)) { try await late.next() }
        }
    }

    @Test func `does not cut a quiet namespace for the noise of others`() async throws {
        let store = InMemoryResourceStore()
        var limits = WatchHubLimits()
        limits.eventLimit = 20
        try await Self.with(store, limits: limits) { hub in
            async let quietOne = Self.collect(hub.watch(pods, namespace: "quiet", after: 0), until: 1)
            for number in 0..<2000 { try await store.put(pod("x"), "\(number)") }
            try await store.put(pod("x", in: "quiet"), "here")
            #expect(try await quietOne.map(\.object.text) == ["here"])
        }
    }

    @Test func `gives an idle watcher its progress now and then`() async throws {
        let store = InMemoryResourceStore()
        var limits = WatchHubLimits()
        limits.tick = .milliseconds(20)
        try await Self.with(store, limits: limits) { hub in
            let watch = hub.watch(pods, namespace: "b", after: 0)
            try await store.put(ResourceKey(deployments, namespace: "a", name: "d"), "1")
            try await store.put(pod("x"), "1")
            await hub.waitUntil(revision: 2)
            var batch = try #require(try await watch.next())
            while batch.revision < 2 { batch = try #require(try await watch.next()) }
            #expect(batch.events.isEmpty && batch.revision == 2)
        }
    }

    @Test func `waits for a revision, and ends all watchers with itself`() async throws {
        let store = InMemoryResourceStore()
        let hub = WatchHub(store: store, logger: quiet)
        let watch = hub.watch(pods, namespace: nil, after: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hub.run() }
            for number in 1...20 {
                let revision = try await store.put(pod("x"), "\(number)").revision
                #expect(await hub.waitUntil(revision: revision))
                #expect(hub.revision >= revision)
            }
            #expect(try await Self.collect(watch, until: 20).count == 20)
            group.cancelAll()
        }
        #expect(try await watch.next() == nil)
        #expect(await hub.waitUntil(revision: 1000) == false)
        #expect(try await hub.watch(pods, namespace: nil, after: 0).next() == nil)
    }

    @Test func `begins anew when the store was restored`() async throws {
        let store = InMemoryResourceStore()
        try await Self.with(store) { hub in
            try await store.put(pod("x"), "1")
            await hub.waitUntil(revision: 1)
            let watch = hub.watch(pods, namespace: nil, after: 1)
            async let cut: [StoreEvent] = Self.collect(watch, until: 1)
            try await Task.sleep(for: .milliseconds(50))
            let parts = Parts([[(pod("y"), bytes("2"))]])
            let reached = try await store.replaceAll(above: 1000) { parts.next() }
            do {
                _ = try await cut
                Issue.record("not cut")
            } catch StoreError.expired {}
            #expect(await hub.waitUntil(revision: reached))
            try await store.put(pod("z"), "3")
            let later = hub.watch(pods, namespace: nil, after: reached)
            #expect(try await Self.collect(later, until: 1).map(\.object.text) == ["3"])
        }
    }

    @Test func `serves thousands, and wakes only those concerned`() async throws {
        let store = InMemoryResourceStore()
        try await Self.with(store) { hub in
            let delivered = Collected<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<5000 {
                    group.addTask {
                        let watch = hub.watch(pods, namespace: number % 2 == 0 ? nil : "a", after: 0)
                        let events = try await Self.collect(watch, until: 20)
                        delivered.add([events.count])
                    }
                }
                for number in 0..<20 { try await store.put(pod("p\(number)"), "1") }
                try await group.waitForAll()
            }
            #expect(delivered.all.reduce(0, +) == 100_000)
        }
    }
}
