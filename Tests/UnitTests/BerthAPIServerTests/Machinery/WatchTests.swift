import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A watch` {
    @Test func `begins behind the list it follows`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            let version = try await api.send("GET", ServedAPI.widgetsPath).json.resourceVersion
            try await api.watching(ServedAPI.widgetsPath + "?watch=true&resourceVersion=\(version)") { events in
                try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("b"))
                try await api.send("DELETE", ServedAPI.widgetsPath + "/a")
                let added = try #require(try await events.next())
                #expect(added.type == "ADDED")
                #expect(added.object.name == "b")
                let deleted = try #require(try await events.next())
                #expect(deleted.type == "DELETED")
                #expect(deleted.object.name == "a")
                #expect(Int64(deleted.object.resourceVersion) ?? 0 > Int64(added.object.resourceVersion) ?? 0)
            }
        }
    }

    @Test(arguments: ["?watch=1", "?watch=true&resourceVersion=0", "?watch=true&fieldSelector=metadata.name%3Da"])
    func `without a resourceVersion begins with what is there`(_ query: String) async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            try await api.watching(ServedAPI.widgetsPath + query) { events in
                let present = try #require(try await events.next())
                #expect(present.type == "ADDED")
                #expect(present.object.name == "a")
                try await api.send("DELETE", ServedAPI.widgetsPath + "/a")
                #expect(try await events.next()?.type == "DELETED")
            }
        }
    }

    @Test func `marks the end of its initial events`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            let query =
                "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
            try await api.watching(ServedAPI.widgetsPath + query) { events in
                #expect(try await events.next()?.type == "ADDED")
                let bookmark = try #require(try await events.next())
                #expect(bookmark.type == "BOOKMARK")
                #expect(bookmark.object.annotations["k8s.io/initial-events-end"] == "true")
                #expect(bookmark.object.kind == "Widget")
                #expect(Int64(bookmark.object.resourceVersion) ?? 0 > 0)
            }
            let refused = try await api.send("GET", ServedAPI.widgetsPath + "?watch=true&sendInitialEvents=true")
            #expect(refused.code == 422)
        }
    }

    @Test func `sees objects enter and leave its selection`() async throws {
        try await ServedAPI.serving { api in
            let merge = "application/merge-patch+json"
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a", labels: ["k": "no"]))
            let version = try await api.send("GET", ServedAPI.widgetsPath).json.resourceVersion
            let path = ServedAPI.widgetsPath + "?watch=true&labelSelector=k%3Dyes&resourceVersion=\(version)"
            try await api.watching(path) { events in
                try await api.send(
                    "PATCH",
                    ServedAPI.widgetsPath + "/a",
                    ["metadata": ["labels": ["k": "yes"]]],
                    type: merge
                )
                try await api.send("PATCH", ServedAPI.widgetsPath + "/a", ["spec": ["size": 9]], type: merge)
                let left = try await api.send(
                    "PATCH",
                    ServedAPI.widgetsPath + "/a",
                    ["metadata": ["labels": ["k": "no"]]],
                    type: merge
                )
                #expect(try await events.next()?.type == "ADDED")
                #expect(try await events.next()?.type == "MODIFIED")
                let deleted = try #require(try await events.next())
                #expect(deleted.type == "DELETED")
                #expect(deleted.object.labels == ["k": "yes"])
                #expect(deleted.object.resourceVersion == left.json.resourceVersion)
            }
        }
    }

    @Test func `sends tables with columns in the first only`() async throws {
        try await ServedAPI.serving { api in
            let accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("b"))
            try await api.watching(ServedAPI.widgetsPath + "?watch=true", accept: accept) { events in
                let first = try #require(try await events.next())
                #expect(first.object.kind == "Table")
                #expect(first.object["columnDefinitions"]?.array?.isEmpty == false)
                #expect(first.object["rows"]?.array?.first?["cells"]?.array?.first == "a")
                let second = try #require(try await events.next())
                #expect(second.object["columnDefinitions"] == [])
            }
        }
    }

    @Test func `ends when its time is over`() async throws {
        try await ServedAPI.serving { api in
            try await api.watching(ServedAPI.widgetsPath + "?watch=true&timeoutSeconds=1") { events in
                let event = try await events.next()
                #expect(event?.type == nil)
            }
        }
    }

    @Test func `from a forgotten revision says so`() async throws {
        var options = ServedAPI.Options()
        options.hub.eventLimit = 1
        try await ServedAPI.serving(options) { api in
            for name in ["a", "b", "c"] { try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget(name)) }
            try await api.store.compact(through: api.store.currentRevision())
            let path = ServedAPI.widgetsPath + "?watch=true&resourceVersion=1"
            try await api.watching(path) { events in
                let event = try #require(try await events.next())
                #expect(event.type == "ERROR")
                #expect(event.object["code"] == 410)
                #expect(event.object["reason"] == "Expired")
                let end = try await events.next()
                #expect(end?.type == nil)
            }
        }
    }

    @Test func `has a deprecated path`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("b"))
            try await api.watching("/apis/example.com/v1/watch/namespaces/ns/widgets/b") { events in
                let event = try await events.next()
                #expect(event?.object.name == "b")
            }
        }
    }
}
