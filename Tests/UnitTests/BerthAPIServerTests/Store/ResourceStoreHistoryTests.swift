import BerthTesting
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `The history of a resource store` {
    @Test(arguments: StoreUnderTest.available)
    func `tells each change once, in order, with what was before`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let start = try await store.currentRevision()
            try await store.put(pod("x"), "1")
            try await store.put(pod("x"), "2")
            try await store.put(pod("y", in: "b"), "3")
            try await store.remove(pod("x"))
            let last = try await store.put(pod("x"), "4")
            let events = try await store.told(after: start, count: 5)
            #expect(
                events.map(\.text) == [
                    "+a/x=1", "~a/x=2(1@\(start + 1))", "+b/y=3", "-a/x=2(2@\(start + 2))", "+a/x=4",
                ]
            )
            #expect(events.map(\.revision) == events.map(\.revision).sorted())
            #expect(events.last?.revision == last.revision)
            let middle = try await store.told(after: events[1].revision, count: 3)
            #expect(middle.map(\.text) == Array(events.map(\.text)[2...]))
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `goes on telling while writes come`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let start = try await store.currentRevision()
            async let followed = store.told(after: start, count: 200)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<10 {
                    group.addTask { for number in 0..<20 { try await store.put(pod("w\(writer)"), "\(number)") } }
                }
                try await group.waitForAll()
            }
            let events = try await followed
            #expect(events.count == 200)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.revision < $1.revision })
            for writer in 0..<10 {
                let own = events.filter { $0.object.key.name == "w\(writer)" }.map(\.object.text)
                #expect(own == (0..<20).map(String.init))
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `answers for one resource and namespace, and within bounds`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let start = try await store.currentRevision()
            for number in 0..<6 {
                try await store.put(pod("p\(number)", in: number % 2 == 0 ? "a" : "b"), "1")
                try await store.put(ResourceKey(deployments, namespace: "a", name: "d\(number)"), "1")
            }
            let end = try await store.put(pod("last"), "1").revision
            func history(_ namespace: String?, through: Int64, limit: Int = 100) async throws -> [String] {
                try await store.history(of: pods, namespace: namespace, after: start, through: through, limit: limit)
                    .map(\.object.key.name)
            }
            #expect(try await history(nil, through: end) == ["p0", "p1", "p2", "p3", "p4", "p5", "last"])
            #expect(try await history("b", through: end) == ["p1", "p3", "p5"])
            #expect(try await history(nil, through: end - 1).last == "p5")
            #expect(try await history(nil, through: end, limit: 2) == ["p0", "p1"])
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `ends where it was compacted, and objects stay`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let start = try await store.currentRevision()
            for number in 0..<10 { try await store.put(pod("x"), "\(number)") }
            try await store.put(pod("y"), "kept")
            try await store.remove(pod("x"))
            let target = try await store.put(pod("z"), "1").revision
            let later = try await store.put(pod("z"), "2").revision
            let page = try await store.list(at: target)
            try await store.compact(through: target)
            try await store.compact(through: start + 2)
            for old in [start, start + 5] {
                await #expect(throws: StoreError.self) { try await store.told(after: old, count: 1) }
                await Self.expectExpired { _ = try await store.list(at: old) }
                await Self.expectExpired { _ = try await store.told(after: old, count: 1) }
                await Self.expectExpired {
                    _ = try await store.history(of: pods, namespace: nil, after: old, through: later, limit: 9)
                }
            }
            #expect(try await store.list(at: target).texts == page.texts)
            #expect(try await store.list().texts == ["kept", "2"])
            #expect(try await store.get(pod("y"))?.text == "kept")
            let events = try await store.told(after: target, count: 1)
            #expect(events.map(\.text) == ["~a/z=2(1@\(target))"])
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `knows nothing of the future`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            try await store.put(pod("x"), "1")
            let current = try await store.currentRevision()
            do {
                _ = try await store.list(at: current + 1000)
                Issue.record("a list of the future")
            } catch StoreError.future(let known) { #expect(known >= current) }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `begins anew when all is replaced`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            try await store.put(pod("old"), "1")
            let before = try await store.put(pod("x"), "1").revision
            let floor = before + 1000
            let parts = Parts([[(pod("x"), bytes("2"))], [(ResourceKey(namespaces, name: "n"), bytes("3"))]])
            let begun = Collected<Int64>()
            async let cut: Void = {
                await Self.expectExpired { try await store.follow(after: before) { begun.add([$0.revision]) } }
                begun.add([0])
            }()
            while begun.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            let reached = try await store.replaceAll(above: floor) { parts.next() }
            await cut
            #expect(reached > floor)
            #expect(try await store.currentRevision() >= reached)
            let all = try await store.all(after: nil, limit: 10, at: nil)
            #expect(all.items.map(\.text) == ["3", "2"])
            #expect(all.items.allSatisfy { $0.revision > floor })
            await Self.expectExpired { _ = try await store.list(at: before) }
            await Self.expectExpired { _ = try await store.told(after: before, count: 1) }
            #expect(try await store.put(pod("x"), "4").revision > reached)
            #expect(try await store.told(after: all.revision, count: 1).map(\.object.text) == ["4"])
        }
    }

    private static func expectExpired(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("not expired")
        } catch StoreError.expired {
        } catch { Issue.record(error) }
    }
}
