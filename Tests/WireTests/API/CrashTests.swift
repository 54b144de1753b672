import BerthTesting
import Foundation
import Kubernetes
import Synchronization
import Testing

/// Killed at any moment: what was acknowledged is there, revisions never go back, watches go on.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct `A crash of the API server` {
    private static let path = "/api/v1/namespaces/default/configmaps"

    /// What writers were told.
    private final class Record: Sendable {
        struct State {
            var acknowledged: [String: Int64] = [:]
            var notes = 0
            var deleted: Set<String> = []
            var highest: Int64 = 0
            var setbacks: [String] = []
            var isOver = false
        }
        let state = Mutex(State())

        /// Waits until so many more writes were acknowledged, so that each kill hits writers at work.
        func grow(by count: Int) async throws {
            let wanted = state.withLock { $0.notes } + count
            try await wait { $0.notes >= wanted }
        }

        /// Waits until it is so, at most three minutes.
        func wait(until isSo: (State) -> Bool) async throws {
            let deadline = ContinuousClock.now + .seconds(180)
            while !state.withLock({ isSo($0) }), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        func note(_ name: String, _ object: JSONValue) {
            let revision = Int64(object.resourceVersion) ?? -1
            state.withLock { state in
                if let known = state.acknowledged[name], revision <= known {
                    state.setbacks.append("\(name): \(known) then \(revision)")
                }
                state.acknowledged[name] = revision
                state.notes += 1
                state.highest = max(state.highest, revision)
            }
        }
    }

    @Test(arguments: Cluster.Engine.judged, [UInt64(1), 2])
    func `loses no acknowledged write and turns back no revision`(_ engine: Cluster.Engine, seed: UInt64) async throws {
        try await BerthFixture.with("API crash \(engine) \(seed)") { fixture in
            let cluster = try await fixture.cluster(engine, hasOAuth: false)
            var random = SeededGenerator(seed: seed)
            let record = Record()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 { group.addTask { try await Self.write(writer, cluster, record) } }
                for _ in 0..<5 {
                    try await record.grow(by: 5)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 80...900, using: &random)))
                    cluster.api?.crash()
                    try await cluster.startAPI()
                    let known = record.state.withLock { $0.highest }
                    let list = try await cluster.admin.get(Self.path + "?limit=1")
                    let revision = Int64(list.json[path: "metadata", "resourceVersion"]?.string ?? "") ?? -1
                    #expect(revision >= known, "\(revision) after \(known)")
                }
                try await record.wait { $0.acknowledged.count > 20 }
                record.state.withLock { $0.isOver = true }
                try await group.waitForAll()
            }
            let state = record.state.withLock { $0 }
            #expect(state.acknowledged.count > 20)
            #expect(state.setbacks == [])
            let found = try await cluster.admin.get(Self.path)
            let revisions = Dictionary(
                (found.json["items"]?.array ?? []).map { ($0.name, Int64($0.resourceVersion) ?? -1) },
                uniquingKeysWith: { $1 }
            )
            for (name, revision) in state.acknowledged where !state.deleted.contains(name) {
                #expect((revisions[name] ?? -1) >= revision, "\(name) was acknowledged at \(revision)")
            }
            for name in state.deleted { #expect(revisions[name] == nil, "\(name) was deleted") }
        }
    }

    /// Creates, changes and deletes until told to stop; a refused connection is nobody's fault.
    private static func write(_ writer: Int, _ cluster: Cluster, _ record: Record) async throws {
        var index = 0
        while !record.state.withLock({ $0.isOver }) {
            index += 1
            let name = "w\(writer)-\(index)"
            let padding = String(repeating: "x", count: 2000)
            let body = #"{"metadata":{"name":"\#(name)"},"data":{"v":"1","p":"\#(padding)"}}"#
            do {
                let created = try await cluster.admin.send("POST", path, body)
                guard created.status == 201 else { continue }
                record.note(name, created.json)
                let patch = #"{"data":{"v":"2"}}"#
                let type = "application/merge-patch+json"
                let changed = try await cluster.admin.send("PATCH", "\(path)/\(name)", patch, type: type)
                if changed.status == 200 { record.note(name, changed.json) }
                if index % 5 == 0 {
                    let reply = try await cluster.admin.send("DELETE", "\(path)/\(name)", "{}")
                    if reply.status == 200 { _ = record.state.withLock { $0.deleted.insert(name) } }
                }
            } catch {
                // cut off in the middle: the object may or may not be there; a deletion may have happened too
                _ = record.state.withLock { $0.acknowledged.removeValue(forKey: name) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test(arguments: Cluster.Engine.judged)
    func `lets watches go on where they were`(_ engine: Cluster.Engine) async throws {
        try await BerthFixture.with("API watch \(engine)") { fixture in
            let cluster = try await fixture.cluster(engine, hasOAuth: false)
            func create(_ name: String) async throws {
                let reply = try await cluster.admin.send("POST", Self.path, #"{"metadata":{"name":"\#(name)"}}"#)
                #expect(reply.status == 201, "\(reply)")
            }
            try await create("before")
            let list = try await cluster.admin.get(Self.path).json[path: "metadata", "resourceVersion"]?.string ?? ""
            try await create("first")
            let path = Self.path + "?watch=true&allowWatchBookmarks=true&resourceVersion="
            let seen = try await cluster.admin.watch(path + list) { $0.contains { $0["object"]?.name == "first" } }
            #expect(seen.compactMap { $0["object"]?.name } == ["first"])
            let position = seen.last?["object"]?.resourceVersion ?? ""
            try await create("second")
            cluster.api?.crash()
            try await cluster.startAPI()
            try await create("third")
            let after = try await cluster.admin.watch(path + position) { $0.contains { $0["object"]?.name == "third" } }
            let names = after.filter { $0["type"]?.string == "ADDED" }.compactMap { $0["object"]?.name }
            #expect(names == ["second", "third"])
        }
    }
}
