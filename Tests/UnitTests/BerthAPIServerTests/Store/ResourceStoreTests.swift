import BerthTesting
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `A resource store` {
    @Test(arguments: StoreUnderTest.available)
    func `gives back what was created, updated and deleted`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            #expect(try await store.get(pod("x")) == nil)
            let made = try await store.create(pod("x"), bytes("1"))
            #expect(made.text == "1" && made.key == pod("x") && made.revision > 0)
            let read = try #require(try await store.get(pod("x")))
            #expect(read.text == "1" && read.revision == made.revision && read.key == pod("x"))
            let updated = try await store.update(pod("x"), bytes("2"), expecting: made.revision)
            #expect(updated.revision > made.revision)
            #expect(try await store.get(pod("x"))?.text == "2")
            let gone = try await store.delete(pod("x"), expecting: updated.revision)
            #expect(gone.text == "2" && gone.revision > updated.revision)
            #expect(try await store.get(pod("x")) == nil)
            #expect(try await store.currentRevision() >= gone.revision)
            let again = try await store.create(pod("x"), bytes("3"))
            #expect(again.revision > gone.revision)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `refuses what does not hold any more`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let made = try await store.create(pod("x"), bytes("1"))
            await #expect(throws: StoreError.alreadyExists) { try await store.create(pod("x"), bytes("2")) }
            let updated = try await store.update(pod("x"), bytes("2"), expecting: made.revision)
            await #expect(throws: StoreError.conflict) {
                try await store.update(pod("x"), bytes("3"), expecting: made.revision)
            }
            await #expect(throws: StoreError.conflict) { try await store.delete(pod("x"), expecting: made.revision) }
            await #expect(throws: StoreError.notFound) { try await store.update(pod("y"), bytes("3"), expecting: 1) }
            await #expect(throws: StoreError.notFound) { try await store.delete(pod("y"), expecting: 1) }
            #expect(try await store.get(pod("x"))?.revision == updated.revision)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `creates while another object is as it was, and only then`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            let namespace = ResourceKey(namespaces, name: "a")
            await #expect(throws: StoreError.conflict) {
                try await store.create(pod("x"), bytes("1"), while: namespace, isAt: 1)
            }
            let made = try await store.create(namespace, bytes("active")).revision
            let first = try await store.create(pod("x"), bytes("1"), while: namespace, isAt: made)
            #expect(first.revision > made && first.text == "1")
            await #expect(throws: StoreError.alreadyExists) {
                try await store.create(pod("x"), bytes("2"), while: namespace, isAt: made)
            }
            let ending = try await store.update(namespace, bytes("terminating"), expecting: made).revision
            await #expect(throws: StoreError.conflict) {
                try await store.create(pod("y"), bytes("1"), while: namespace, isAt: made)
            }
            _ = try await store.delete(namespace, expecting: ending)
            await #expect(throws: StoreError.conflict) {
                try await store.create(pod("y"), bytes("1"), while: namespace, isAt: ending)
            }
            #expect(try await store.list().texts == ["1"])
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `lists in the bytewise order of namespace and name`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            for key in [
                pod("z", in: "a"), pod("b", in: "a-b"), pod("a", in: "a"), pod("A", in: "a.c"), pod("é", in: "a"),
            ] {
                _ = try await store.create(key, bytes(key.name))
            }
            // the same letter in two spellings: two names
            _ = try await store.create(pod("e\u{301}", in: "a"), bytes("other"))
            _ = try await store.create(ResourceKey(deployments, namespace: "a", name: "d"), bytes("d"))
            _ = try await store.create(ResourceKey(namespaces, name: "a"), bytes("n"))
            let all = try await store.list()
            #expect(all.names == ["a/a", "a/e\u{301}", "a/z", "a/é", "a-b/b", "a.c/A"])
            #expect(all.items.map { Array($0.key.name.utf8).count } == [1, 3, 1, 2, 1, 1])
            #expect(!all.hasMore)
            #expect(try await store.list(in: "a").names == ["a/a", "a/e\u{301}", "a/z", "a/é"])
            #expect(try await store.list(in: "b").names == [])
            #expect(try await store.list(namespaces).names == ["/a"])
            #expect(try await store.list(GroupResource(group: "x", resource: "pods")).names == [])
            let everything = try await store.all(after: nil, limit: 100, at: nil)
            #expect(everything.items.map(\.key.resource.resource).first == "namespaces")
            #expect(everything.items.map(\.key.resource.resource).last == "deployments")
            #expect(everything.items.count == 8)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `pages through one snapshot while writes go on`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            for number in 10..<40 { _ = try await store.create(pod("p\(number)"), bytes("old")) }
            let first = try await store.list(limit: 7)
            #expect(first.items.count == 7 && first.hasMore && first.remaining == 23)
            var texts = first.texts
            var (names, last) = (first.names, first.items.last?.key)
            var more = first.hasMore
            while more {
                _ = try await store.put(pod("p\(10 + names.count)"), "new")
                try await store.remove(pod("p39\(names.count > 7 ? "x\(names.count - 7)" : "")"))
                _ = try await store.create(pod("p39x\(names.count)"), bytes("new"))
                let page = try await store.list(after: last, limit: 7, at: first.revision)
                #expect(page.revision == first.revision)
                names += page.names
                texts += page.texts
                (last, more) = (page.items.last?.key, page.hasMore)
            }
            #expect(names == (10..<40).map { "a/p\($0)" })
            #expect(texts.allSatisfy { $0 == "old" })
            #expect(try await store.list().texts.contains("new"))
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `pages through all resources in the order of keys`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            for number in 0..<5 {
                _ = try await store.create(pod("p\(number)"), bytes("1"))
                _ = try await store.create(ResourceKey(deployments, namespace: "b", name: "d\(number)"), bytes("1"))
                _ = try await store.create(ResourceKey(namespaces, name: "n\(number)"), bytes("1"))
            }
            var keys: [ResourceKey] = []
            var revision: Int64?
            repeat {
                let page = try await store.all(after: keys.last, limit: 4, at: revision)
                keys += page.items.map(\.key)
                revision = page.revision
                try await store.put(pod("p2"), "\(keys.count)")
                guard page.hasMore else { break }
            } while true
            #expect(keys.count == 15 && keys == keys.sorted())
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `lets exactly one of many create, update and delete`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            for round in 0..<5 {
                let key = pod("x\(round)")
                let created = await Self.winners { try await store.create(key, bytes("\($0)")) }
                #expect(created.count == 1)
                let made = try #require(created.first)
                let updated = await Self.winners {
                    try await store.update(key, bytes("u\($0)"), expecting: made.revision)
                }
                #expect(updated.count == 1)
                let changed = try #require(updated.first)
                #expect(try await store.get(key)?.text == changed.text)
                let deleted = await Self.winners { _ in try await store.delete(key, expecting: changed.revision) }
                #expect(deleted.count == 1)
                #expect(try await store.get(key) == nil)
            }
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `loses no update and repeats no revision under many writers`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            _ = try await store.create(pod("counter"), bytes("0"))
            let revisions = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var revisions: [Int64] = []
                        while revisions.count < 10 {
                            let current = try #require(try await store.get(pod("counter")))
                            let next = try #require(Int(current.text)) + 1
                            do {
                                let written = try await store.update(
                                    pod("counter"),
                                    bytes("\(next)"),
                                    expecting: current.revision
                                )
                                revisions.append(written.revision)
                            } catch StoreError.conflict {}
                        }
                        return revisions
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(try await store.get(pod("counter"))?.text == "80")
            #expect(Set(revisions).count == 80)
            #expect(try await store.currentRevision() >= revisions.max() ?? .max)
        }
    }

    @Test(arguments: StoreUnderTest.available)
    func `keeps values byte for byte`(_ subject: StoreUnderTest) async throws {
        try await subject.with { store in
            var random = SeededGenerator(seed: 7)
            for size in [0, 1, 3000, 300_000] {
                let value = ByteBuffer(bytes: random.bytes(size))
                _ = try await store.create(pod("v\(size)"), value)
                #expect(try await store.get(pod("v\(size)"))?.value == value)
            }
            let sizes = try await store.list().items.map { $0.value.readableBytes }
            #expect(sizes.sorted() == [0, 1, 3000, 300_000])
        }
    }

    /// What those of 16 simultaneous attempts returned that succeeded; the others must have been refused.
    private static func winners(
        _ attempt: @escaping @Sendable (Int) async throws -> StoredObject
    ) async -> [StoredObject] {
        await withTaskGroup(of: StoredObject?.self) { group in
            for number in 0..<16 {
                group.addTask {
                    do { return try await attempt(number) } catch let error as StoreError {
                        let isRefusal = [.alreadyExists, .conflict, .notFound].contains(error)
                        if !isRefusal { Issue.record(error) }
                    } catch { Issue.record(error) }
                    return nil
                }
            }
            return await group.reduce(into: []) { if let object = $1 { $0.append(object) } }
        }
    }
}
