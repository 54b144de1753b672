import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `An update` {
    private static let path = ServedAPI.widgetsPath + "/a"
    private static let merge = "application/merge-patch+json"

    @Test func `changes the resourceVersion, and the generation with the spec only`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            var labelled = made
            labelled.set(["k": "v"], at: ["metadata", "labels"])
            let first = try await api.send("PUT", Self.path, labelled)
            #expect(first.code == 200)
            #expect(first.json.resourceVersion != made.resourceVersion)
            #expect(first.json.generation == 1)
            var resized = first.json
            resized.set(2, at: ["spec", "size"])
            let second = try await api.send("PUT", Self.path, resized).json
            #expect(second.generation == 2)
            #expect(second.uid == made.uid)
        }
    }

    @Test func `that changes nothing commits nothing`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            let again = try await api.send("PUT", Self.path, made).json
            #expect(again.resourceVersion == made.resourceVersion)
            let patched = try await api.send("PATCH", Self.path, ["spec": ["size": 1]], type: Self.merge).json
            #expect(patched.resourceVersion == made.resourceVersion)
        }
    }

    @Test func `of an old state is a conflict`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            try await api.send("PATCH", Self.path, ["spec": ["size": 5]], type: Self.merge)
            let answer = try await api.send("PUT", Self.path, made)
            #expect(answer.code == 409)
            #expect(
                answer.message
                    == "Operation cannot be fulfilled on widgets.example.com \"a\": the object has been modified; "
                    + "please apply your changes to the latest version and try again"
            )
            var free = made
            free.set(nil, at: ["metadata", "resourceVersion"])
            #expect(try await api.send("PUT", Self.path, free).code == 200)
            var foreign = free
            foreign.set("other", at: ["metadata", "uid"])
            #expect(try await api.send("PUT", Self.path, foreign).code == 409)
        }
    }

    @Test func `must name what the path names`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            var renamed = made
            renamed.set("b", at: ["metadata", "name"])
            #expect(try await api.send("PUT", Self.path, renamed).code == 400)
            #expect(try await api.send("PUT", ServedAPI.widgetsPath + "/none", ServedAPI.widget("none")).code == 404)
            for (change, code) in [(["name": "b"], 400), (["namespace": "b"], 400), (["uid": "b"], 422)]
                as [(JSONValue, Int)]
            {
                let answer = try await api.send("PATCH", Self.path, ["metadata": change], type: Self.merge)
                #expect(answer.code == code)
            }
            #expect(try await api.send("PATCH", Self.path, ["kind": "Other"], type: Self.merge).code == 400)
        }
    }

    @Test func `by many at once loses none`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let patch: JSONValue = [
                            "metadata": ["labels": .object(JSONObject([("k\(number)", JSONValue.string("v"))]))]
                        ]
                        let answer = try await api.send("PATCH", Self.path, patch, type: Self.merge)
                        #expect(answer.code == 200)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await api.send("GET", Self.path).json.labels.count == 20)
        }
    }

    @Test func `takes three patch types for built-in kinds`() async throws {
        try await ServedAPI.serving { api in
            let path = "/api/v1/namespaces/ns/configmaps"
            try await api.send("POST", path, ["metadata": ["name": "a"], "data": ["x": "1"]])
            let json: JSONValue = [["op": "add", "path": "/data/y", "value": "2"]]
            #expect(try await api.send("PATCH", path + "/a", json, type: "application/json-patch+json").code == 200)
            let strategic = "application/strategic-merge-patch+json"
            let answer = try await api.send("PATCH", path + "/a", ["data": ["x": .null, "z": "3"]], type: strategic)
            #expect(answer.json["data"]?.stringMap == ["y": "2", "z": "3"])
            let unknown = try await api.send("PATCH", path + "/a", ["data": [:]], type: "application/json")
            #expect(unknown.code == 415)
            #expect(
                unknown.message
                    == "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json-patch+json, application/merge-patch+json, "
                    + "application/strategic-merge-patch+json, application/apply-patch+yaml"
            )
        }
    }

    @Test func `refuses strategic patches of custom resources`() async throws {
        var options = ServedAPI.Options()
        var custom = ServedAPI.widgets
        custom.isCustom = true
        options.kinds = StoredKinds.all + [custom]
        try await ServedAPI.serving(options) { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            let answer = try await api.send(
                "PATCH",
                Self.path,
                ["spec": [:]],
                type: "application/strategic-merge-patch+json"
            )
            #expect(answer.code == 415)
            #expect(
                answer.message
                    == "the body of the request was in an unknown format - accepted media types include: "
                    + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
            )
            #expect(try await api.send("PUT", Self.path, ServedAPI.widget("a")).code == 422)
        }
    }

    @Test func `of the status keeps the spec`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            let patch: JSONValue = ["spec": ["size": 7], "status": ["phase": "Ready"]]
            let answer = try await api.send("PATCH", Self.path + "/status", patch, type: Self.merge)
            #expect(answer.code == 200)
            #expect(answer.json[path: "status", "phase"] == "Ready")
            #expect(answer.json[path: "spec", "size"] == 1)
            #expect(answer.json.generation == 1)
        }
    }

    @Test func `of the scale is a Scale`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a", spec: ["replicas": 1]))
            let scale = try await api.send("GET", Self.path + "/scale").json
            #expect(scale.kind == "Scale")
            #expect(scale.apiVersion == "autoscaling/v1")
            #expect(scale[path: "spec", "replicas"] == 1)
            let patched = try await api.send("PATCH", Self.path + "/scale", ["spec": ["replicas": 3]], type: Self.merge)
            #expect(patched.json[path: "spec", "replicas"] == 3)
            #expect(try await api.send("GET", Self.path).json[path: "spec", "replicas"] == 3)
            var put = patched.json
            put.set(-1, at: ["spec", "replicas"])
            #expect(try await api.send("PUT", Self.path + "/scale", put).code == 422)
        }
    }

    @Test func `leaves no empty maps and lists in the metadata`() async throws {
        try await ServedAPI.serving { api in
            var object = ServedAPI.widget("a")
            for name in ["labels", "annotations"] { object.set([:], at: ["metadata", name]) }
            for name in ["finalizers", "ownerReferences"] { object.set([], at: ["metadata", name]) }
            let made = try await api.send("POST", ServedAPI.widgetsPath, object).json
            for name in ["labels", "annotations", "finalizers", "ownerReferences"] {
                #expect(made["metadata"]?[name] == nil)
            }
            let patch: JSONValue = ["metadata": ["annotations": [:], "labels": ["a": "b"]]]
            let patched = try await api.send("PATCH", Self.path, patch, type: Self.merge).json
            #expect(patched["metadata"]?["annotations"] == nil && patched.labels == ["a": "b"])
        }
    }

    @Test func `as a dry run commits nothing`() async throws {
        try await ServedAPI.serving { api in
            let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a")).json
            let answer = try await api.send("PATCH", Self.path + "?dryRun=All", ["spec": ["size": 5]], type: Self.merge)
            #expect(answer.json[path: "spec", "size"] == 5)
            #expect(try await api.send("GET", Self.path).json == made)
        }
    }

    @Test func `warns of or refuses fields that come twice`() async throws {
        try await ServedAPI.serving { api in
            let body = Array(#"{"metadata":{"name":"a"},"spec":{"size":1,"size":2}}"#.utf8)
            let strict = try await api.send("POST", ServedAPI.widgetsPath + "?fieldValidation=Strict", bytes: body)
            #expect(strict.code == 400)
            #expect(
                strict.message
                    == "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: "
                    + "duplicate field \"spec.size\""
            )
            let warned = try await api.send("POST", ServedAPI.widgetsPath, bytes: body)
            #expect(warned.code == 201)
            #expect(warned.header("Warning") == "299 - \"duplicate field \\\"spec.size\\\"\"")
            try await api.send("DELETE", Self.path)
            let ignored = try await api.send("POST", ServedAPI.widgetsPath + "?fieldValidation=Ignore", bytes: body)
            #expect(ignored.header("Warning") == nil)
        }
    }

    @Test func `refuses unknown fields when strict`() async throws {
        try await ServedAPI.serving { api in
            let path = "/apis/apps/v1/namespaces/ns/deployments?fieldValidation=Strict"
            let body: JSONValue = [
                "metadata": ["name": "d"],
                "spec": [
                    "foo": 1, "selector": ["matchLabels": ["a": "b"]],
                    "template": [
                        "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": "i"]]],
                    ],
                ],
            ]
            let answer = try await api.send("POST", path, body)
            #expect(answer.code == 400)
            #expect(answer.message.hasSuffix("strict decoding error: unknown field \"spec.foo\""))
        }
    }
}
