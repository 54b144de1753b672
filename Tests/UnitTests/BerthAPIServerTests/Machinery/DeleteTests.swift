import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A deletion` {
    private static let path = ServedAPI.widgetsPath + "/a"
    private static let merge = "application/merge-patch+json"

    @Test func `answers a Status and takes a body without kind`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            let answer = try await api.send("DELETE", Self.path, ["propagationPolicy": "Background"])
            #expect(answer.code == 200)
            #expect(answer.json["status"] == "Success")
            #expect(answer.json[path: "details", "name"] == "a")
            #expect(answer.json[path: "details", "group"] == "example.com")
            #expect(answer.json[path: "details", "kind"] == "widgets")
            #expect(answer.json[path: "details", "uid"] == .string(made.uid))
            #expect(try await api.send("DELETE", Self.path).code == 404)
        }
    }

    @Test func `checks its preconditions`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            #expect(try await api.send("DELETE", Self.path, ["preconditions": ["uid": "other"]]).code == 409)
            #expect(try await api.send("DELETE", Self.path, ["preconditions": ["resourceVersion": "1"]]).code == 409)
            #expect(try await api.send("DELETE", Self.path, ["propagationPolicy": "Sometimes"]).code == 422)
            #expect(try await api.send("DELETE", Self.path, ["dryRun": ["All"]]).code == 200)
            #expect(try await api.send("DELETE", Self.path + "?dryRun=All").code == 200)
            #expect(try await api.send("DELETE", Self.path, ["preconditions": ["uid": .string(made.uid)]]).code == 200)
        }
    }

    @Test func `waits for finalizers, which then only shrink`() async throws {
        try await ServedAPI.serving { api in
            var object = ServedAPI.widget("a")
            object.set(["example.com/one", "example.com/two"], at: ["metadata", "finalizers"])
            try await api.send("POST", ServedAPI.widgetsPath, object)
            let answer = try await api.send("DELETE", Self.path)
            #expect(answer.code == 200)
            #expect(answer.json.deletionTimestamp != nil)
            #expect(answer.json[path: "metadata", "deletionGracePeriodSeconds"] == 0)
            let more: JSONValue = ["metadata": ["finalizers": ["example.com/one", "example.com/three"]]]
            let grown = try await api.send("PATCH", Self.path, more, type: Self.merge)
            #expect(grown.code == 422)
            #expect(grown.message.contains("no new finalizers can be added if the object is being deleted"))
            let fewer: JSONValue = ["metadata": ["finalizers": ["example.com/one"]]]
            #expect(try await api.send("PATCH", Self.path, fewer, type: Self.merge).code == 200)
            #expect(
                try await api.send("PATCH", Self.path, ["metadata": ["finalizers": .null]], type: Self.merge).code
                    == 200
            )
            #expect(try await api.send("GET", Self.path).code == 404)
        }
    }

    @Test func `of a collection takes what is selected`() async throws {
        try await ServedAPI.serving { api in
            for (name, label) in [("a", "x"), ("b", "y"), ("c", "x")] {
                try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget(name, labels: ["k": label]))
            }
            let answer = try await api.send("DELETE", ServedAPI.widgetsPath + "?labelSelector=k%3Dx")
            #expect(answer.code == 200)
            #expect(answer.json["items"]?.array?.map(\.name) == ["a", "c"])
            let left = try await api.send("GET", ServedAPI.widgetsPath).json
            #expect(left["items"]?.array?.map(\.name) == ["b"])
        }
    }

    @Test func `of a collection stops at its limit and says where it goes on`() async throws {
        try await ServedAPI.serving { api in
            for name in ["a", "b", "c"] {
                try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget(name))
            }
            let answer = try await api.send("DELETE", ServedAPI.widgetsPath + "?limit=2")
            #expect(answer.json["items"]?.array?.map(\.name) == ["a", "b"])
            #expect(answer.json[path: "metadata", "continue"]?.string?.isEmpty == false)
            let left = try await api.send("GET", ServedAPI.widgetsPath).json
            #expect(left["items"]?.array?.map(\.name) == ["c"])
        }
    }
}
