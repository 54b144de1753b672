import BerthTesting
import Kubernetes
import Testing

/// Watches as clients ask for them: from a list, from the beginning, with initial events, in tables, too late.
@Suite(.timeLimit(.minutes(10)))
struct `A watch` {
    private static let path = "/api/v1/namespaces/default/configmaps"

    private func create(_ name: String, _ cluster: Cluster) async throws {
        let reply = try await cluster.admin.send("POST", Self.path, #"{"metadata":{"name":"\#(name)"}}"#)
        #expect(reply.status == 201, "\(reply)")
    }

    @Test(arguments: Cluster.Engine.judged)
    func `begins with what is there when oc wait asks for it`(_ engine: Cluster.Engine) async throws {
        try await BerthFixture.with("initial \(engine)") { fixture in
            let cluster = try await fixture.cluster(engine, hasOAuth: false)
            try await create("a", cluster)
            let query =
                "?allowWatchBookmarks=true&fieldSelector=metadata.name%3Da&resourceVersionMatch=NotOlderThan"
                + "&sendInitialEvents=true&timeoutSeconds=280&watch=true"
            let events = try await cluster.admin.watch(Self.path + query) { events in
                events.contains { $0["type"]?.string == "BOOKMARK" }
            }
            #expect(events.compactMap { $0["type"]?.string } == ["ADDED", "BOOKMARK"])
            let bookmark = try #require(events.last?["object"])
            #expect(bookmark.annotations["k8s.io/initial-events-end"] == "true")
            #expect(!bookmark.resourceVersion.isEmpty)
        }
    }

    @Test(arguments: Cluster.Engine.judged)
    func `from version 0 begins with the object, as oc get NAME -w needs it`(_ engine: Cluster.Engine) async throws {
        try await BerthFixture.with("zero \(engine)") { fixture in
            let cluster = try await fixture.cluster(engine, hasOAuth: false)
            try await create("a", cluster)
            let query = "?fieldSelector=metadata.name%3Da&resourceVersion=0&watch=true"
            let events = try await cluster.admin.watch(
                Self.path + query,
                onFirst: {
                    try await create("other", cluster)
                    let patch = #"{"data":{"k":"v"}}"#
                    let type = "application/merge-patch+json"
                    _ = try await cluster.admin.send("PATCH", Self.path + "/a", patch, type: type)
                },
                until: { $0.count >= 2 }
            )
            #expect(events.compactMap { $0["type"]?.string } == ["ADDED", "MODIFIED"])
            #expect(events.allSatisfy { $0["object"]?.name == "a" })
        }
    }

    @Test
    func `in tables has a row an event, and columns in the first`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let list = try await cluster.admin.table(Self.path)
            let version = list.json[path: "metadata", "resourceVersion"]?.string ?? ""
            let events = try await cluster.admin.watch(
                Self.path + "?watch=true&resourceVersion=\(version)",
                accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
                onStart: {
                    try await create("a", cluster)
                    try await create("b", cluster)
                },
                until: { $0.count >= 2 }
            )
            #expect(events.allSatisfy { $0[path: "object", "kind"]?.string == "Table" })
            #expect(events.allSatisfy { $0[path: "object", "rows"]?.array?.count == 1 })
            #expect(events.first?[path: "object", "columnDefinitions"]?.array?.isEmpty == false)
        }
    }

    @Test
    func `from a version that never was is told so`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let future = try await cluster.admin.get(Self.path + "?resourceVersion=999999999&timeoutSeconds=1")
            #expect(future.status == 504 || future.status == 500 || future.status == 429, "\(future)")
            let word = try await cluster.admin.get(Self.path + "?watch=true&resourceVersion=abc")
            #expect(word.status == 400, "\(word)")
        }
    }
}
