import BerthTesting
import Foundation
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite(.enabled(if: EtcdServer.isExpected)) struct `The etcd store` {
    private static func store(_ endpoints: [String], prefix: String = "/berth/") throws -> EtcdResourceStore {
        var configuration = EtcdConfiguration.patient(endpoints)
        configuration.prefix = prefix
        return try EtcdResourceStore(configuration, logger: quiet)
    }

    @Test func `shares a cluster by prefix, and a state by the same prefix`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            let (one, twin) = (try Self.store([server.endpoint]), try Self.store([server.endpoint]))
            let other = try Self.store([server.endpoint], prefix: "/berth2/")
            let start = try await one.currentRevision()
            async let told = twin.told(after: start, count: 2)
            try await other.put(pod("foreign"), "1")
            let made = try await one.put(pod("x"), "1")
            try await twin.put(pod("x"), "2")
            await #expect(throws: StoreError.conflict) {
                try await one.update(pod("x"), bytes("3"), expecting: made.revision)
            }
            #expect(try await told.map(\.object.text) == ["1", "2"])
            #expect(try await other.list().texts == ["1"])
            #expect(try await one.list().texts == ["2"])
            for store in [one, twin, other] { await store.close() }
        }
    }

    @Test func `is unavailable while etcd is, and goes on without a restart or a gap`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            let store = try Self.store(["http://127.0.0.1:\(FreePort.find())", server.endpoint])
            let hub = WatchHub(store: store, logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hub.run() }
                let first = try await store.put(pod("x"), "1").revision
                #expect(await hub.waitUntil(revision: first))
                let watch = hub.watch(pods, namespace: nil, after: first)
                server.process.crash()
                await #expect(throws: StoreError.self) { try await store.get(pod("x")) }
                await #expect(throws: StoreError.self) { try await store.create(pod("y"), bytes("1")) }
                _ = try await server.restarted(in: fixture)
                var last: Int64?
                var number = 1
                while last == nil {
                    // One whose answer is lost may have been made: each has a text of its own.
                    number += 1
                    last = try? await store.put(pod("x"), "\(number)").revision
                    if last == nil { try await Task.sleep(for: .milliseconds(50)) }
                }
                let made = try #require(last)
                #expect(made > first)
                var events: [StoreEvent] = []
                while events.last?.revision ?? 0 < made, let batch = try await watch.next() { events += batch.events }
                #expect(events.last?.object.text == "\(number)")
                let kept = try await store.history(of: pods, namespace: nil, after: first, through: made, limit: 1000)
                #expect(events.map(\.text) == kept.map(\.text))
                group.cancelAll()
            }
            await store.close()
        }
    }

    @Test func `says that it does not know whether an unanswered write was made`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            var configuration = EtcdConfiguration(endpoints: [server.endpoint])
            configuration.timeout = .milliseconds(400)
            let hasty = try EtcdResourceStore(configuration, logger: quiet)
            let store = try Self.store([server.endpoint])
            try await store.put(pod("x"), "1")
            // Its first question is answered, or it would not be known to have been asked.
            while (try? await hasty.get(pod("x"))) == nil {}
            try await server.process.freeze()
            do {
                _ = try await hasty.create(pod("y"), bytes("1"))
                Issue.record("acknowledged without an answer")
            } catch StoreError.unavailable(let text) { #expect(text.contains("not known")) }
            server.process.signal(SIGCONT)
            #expect(try await store.get(pod("x"))?.text == "1")
            // Made or not, it was made at most once.
            if let made = try await store.get(pod("y")) {
                await #expect(throws: StoreError.alreadyExists) { try await store.create(pod("y"), bytes("2")) }
                #expect(made.text == "1")
            }
            await hasty.close()
            await store.close()
        }
    }

    /// Creates objects from eight tasks, over and over, and notes which were acknowledged.
    private static func write(
        _ store: EtcdResourceStore,
        _ acknowledged: Collected<ResourceKey>,
        until isOver: @escaping @Sendable () -> Bool
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var number = 0
                    while !isOver() {
                        let key = pod("w\(writer)-\(number)")
                        number += 1
                        do {
                            acknowledged.add([try await store.create(key, bytes("1")).key])
                        } catch StoreError.unavailable { try await Task.sleep(for: .milliseconds(10)) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `loses and repeats nothing when etcd freezes and dies under writes and a watch`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            var configuration = EtcdConfiguration(endpoints: [server.endpoint])
            configuration.timeout = .seconds(2)
            let store = try EtcdResourceStore(configuration, logger: quiet)
            let calm = try Self.store([server.endpoint])
            let hub = WatchHub(store: store, logger: quiet)
            let (acknowledged, seen) = (Collected<ResourceKey>(), Collected<StoredObject>())
            let (asked, ended) = (Collected<Bool>(), Collected<Bool>())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hub.run() }
                let start = try await calm.currentRevision()
                group.addTask {
                    for try await batch in hub.watch(pods, namespace: nil, after: start) {
                        seen.add(batch.events.map(\.object))
                    }
                }
                group.addTask {
                    try await Self.write(store, acknowledged) { !asked.all.isEmpty }
                    ended.add([true])
                }
                func more(_ count: Int) async throws {
                    let goal = acknowledged.all.count + count
                    while acknowledged.all.count < goal { try await Task.sleep(for: .milliseconds(5)) }
                }
                try await more(50)
                try await server.process.freeze()
                try await Task.sleep(for: .milliseconds(100))
                server.process.crash()
                _ = try await server.restarted(in: fixture)
                try await more(50)
                asked.add([true])
                while ended.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                let page = try await calm.list()
                // A write that nobody waits for any more may be made later still.
                let told = { seen.all.filter { $0.revision <= page.revision }.map(\.key) }
                while told().count < page.items.count { try await Task.sleep(for: .milliseconds(5)) }
                #expect(told().count == Set(told()).count && Set(told()) == Set(page.items.map(\.key)))
                #expect(Set(acknowledged.all).isSubset(of: page.items.map(\.key)))
                group.cancelAll()
            }
            await calm.close()
            await store.close()
        }
    }

    @Test func `says that etcd is full, reads on, and goes on when there is room`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture, options: ["--quota-backend-bytes", "8388608"])
            let store = try Self.store([server.endpoint])
            let large = ByteBuffer(repeating: 65, count: 1_000_000)
            var count = 0
            await #expect(throws: StoreError.full) {
                while count < 100 {
                    _ = try await store.create(pod("l\(count)"), large)
                    count += 1
                }
            }
            // The write by which etcd noticed its size may have been made all the same.
            let made = try await store.list().items.count
            #expect(made == count || made == count + 1)
            #expect(try await store.get(pod("l0"))?.value == large)
            // An etcd of 3.4 lets nothing be deleted by a transaction either: the administrator makes room.
            let http = RawHTTP(port: server.port)
            let (first, last) = (pod("l0"), pod("m"))
            let keys = EtcdKeys(prefix: "/berth/")
            let range = [first, last].map { Data(keys.key($0)).base64EncodedString() }
            func ask(_ method: String, _ body: String) async throws -> JSONValue {
                let reply = try await http.request("POST", "/v3/\(method)", body: Array(body.utf8))
                try #require(reply.status == 200, "\(method)")
                return try JSONValue(parsing: reply.body)
            }
            _ = try await ask("kv/deleterange", #"{"key":"\#(range[0])","range_end":"\#(range[1])"}"#)
            // Behind the deletion: what is to be made room of is as much as came in before etcd noticed its size.
            let compaction = #"{"revision":"\#(try await store.currentRevision())","physical":true}"#
            _ = try await ask("kv/compaction", compaction)
            _ = try await ask("maintenance/defragment", "{}")
            let alarms = try await ask("maintenance/alarm", #"{"action":"GET","alarm":"NOSPACE"}"#)
            let member = try #require(alarms["alarms"]?.array?.first?["memberID"]?.string)
            let calm = #"{"action":"DEACTIVATE","alarm":"NOSPACE","memberID":"\#(member)"}"#
            _ = try await ask("maintenance/alarm", calm)
            #expect(try await store.list().items.isEmpty)
            _ = try await store.create(pod("again"), large)
            await store.close()
        }
    }

    @Test func `says that history is gone when somebody else compacts, and follows on`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            let store = try Self.store([server.endpoint])
            let hub = WatchHub(store: store, logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hub.run() }
                let first = try await store.put(pod("x"), "1").revision
                for number in 2..<6 { try await store.put(pod("x"), "\(number)") }
                let last = try await store.currentRevision()
                #expect(await hub.waitUntil(revision: last))
                let watch = hub.watch(pods, namespace: nil, after: last)
                let body = #"{"revision":"\#(last)"}"#
                let http = RawHTTP(port: server.port)
                #expect(try await http.request("POST", "/v3/kv/compaction", body: Array(body.utf8)).status == 200)
                do {
                    _ = try await store.list(at: first)
                    Issue.record("a list of what is gone")
                } catch StoreError.expired(let oldest) {
                    // etcd does not say which is the oldest, and a hub that waits writes what it has to be told.
                    let current = try await store.currentRevision()
                    #expect(last <= oldest && oldest <= current)
                }
                await #expect(throws: StoreError.expired(oldest: last)) { try await store.told(after: first, count: 1) }
                try await store.compact(through: first)
                try await store.put(pod("x"), "6")
                var texts: [String] = []
                while texts.isEmpty, let batch = try await watch.next() { texts += batch.events.map(\.object.text) }
                #expect(texts == ["6"])
                group.cancelAll()
            }
            await store.close()
        }
    }

    @Test func `asks as a user`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            let http = RawHTTP(port: server.port)
            for (method, body) in [
                ("user/add", #"{"name":"root","password":"s3cret"}"#), ("role/add", #"{"name":"root"}"#),
                ("user/grant", #"{"user":"root","role":"root"}"#), ("enable", "{}"),
            ] {
                let reply = try await http.request("POST", "/v3/auth/\(method)", body: Array(body.utf8))
                try #require(reply.status == 200, "\(method)")
            }
            var configuration = EtcdConfiguration.patient([server.endpoint])
            let stranger = try EtcdResourceStore(configuration, logger: quiet)
            await #expect(throws: StoreError.self) { try await stranger.put(pod("x"), "1") }
            (configuration.username, configuration.password) = ("root", "wrong")
            let wrong = try EtcdResourceStore(configuration, logger: quiet)
            do {
                try await wrong.put(pod("x"), "1")
                Issue.record("let in")
            } catch { #expect(!"\(error)".contains("wrong\"") && !"\(error)".contains("s3cret")) }
            configuration.password = "s3cret"
            let store = try EtcdResourceStore(configuration, logger: quiet)
            let first = try await store.put(pod("x"), "1").revision
            #expect(try await store.told(after: first - 1, count: 1).map(\.object.text) == ["1"])
            for store in [stranger, wrong, store] { await store.close() }
        }
    }

    @Test func `refuses what etcd cannot hold, and keeps what it can`() async throws {
        try await BerthFixture.with { fixture in
            let server = try await EtcdServer.start(in: fixture)
            let store = try Self.store([server.endpoint])
            let large = ByteBuffer(repeating: 65, count: 1_400_000)
            _ = try await store.create(pod("large"), large)
            #expect(try await store.get(pod("large"))?.value == large)
            await #expect(throws: StoreError.tooLarge(limit: EtcdResourceStore.valueSizeLimit)) {
                try await store.create(pod("larger"), ByteBuffer(repeating: 65, count: 1_572_850))
            }
            for number in 0..<12 { _ = try await store.create(pod("l\(number)"), large) }
            #expect(try await store.list().items.count == 13)
            await store.close()
        }
    }
}
