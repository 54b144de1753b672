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

    @Test func `of a pod that is forced is over with its last finalizer`() async throws {
        try await ServedAPI.serving { api in
            let pods = "/api/v1/namespaces/ns/pods"
            let pod: JSONValue = [
                "kind": "Pod", "apiVersion": "v1", "metadata": ["name": "p", "finalizers": ["example.com/x"]],
                "spec": ["nodeName": "n1", "containers": [["name": "c", "image": "x"]]],
            ]
            try await api.send("POST", pods, pod)
            #expect(try await api.send("DELETE", pods + "/p", ["gracePeriodSeconds": 0]).code == 200)
            let none: JSONValue = ["metadata": ["finalizers": .null]]
            #expect(try await api.send("PATCH", pods + "/p", none, type: Self.merge).code == 200)
            #expect(try await api.send("GET", pods + "/p").code == 404)
        }
    }

    @Test func `of a pod on a node leaves it to the node, whatever becomes of it`() async throws {
        try await ServedAPI.serving { api in
            let pods = "/api/v1/namespaces/ns/pods"
            let pod: JSONValue = [
                "kind": "Pod", "apiVersion": "v1", "metadata": ["name": "p"],
                "spec": ["nodeName": "n1", "containers": [["name": "c", "image": "x"]]],
            ]
            let node: JSONValue = ["kind": "Node", "apiVersion": "v1", "metadata": ["name": "n1"]]
            #expect(try await api.send("POST", "/api/v1/nodes", node).code == 201)
            try await api.send("POST", pods, pod)
            #expect(try await api.send("DELETE", pods + "/p").json.deletionTimestamp != nil)
            let ended: JSONValue = ["status": ["phase": "Succeeded"]]
            #expect(try await api.send("PATCH", pods + "/p/status", ended, type: Self.merge).code == 200)
            #expect(try await api.send("GET", pods + "/p").code == 200)
            #expect(try await api.send("DELETE", pods + "/p", ["gracePeriodSeconds": 0]).code == 200)
            #expect(try await api.send("GET", pods + "/p").code == 404)
        }
    }

    @Test(arguments: ["batch/v1 Job jobs", "v1 ReplicationController replicationcontrollers", "v1 Secret secrets"])
    func `leaves the dependents of jobs and replication controllers when it does not say`(_ kind: String) async throws {
        try await ServedAPI.serving { api in
            let parts = kind.split(separator: " ").map(String.init)
            let path = (parts[0] == "v1" ? "/api/" : "/apis/") + parts[0] + "/namespaces/ns/" + parts[2]
            let pod: JSONValue = [
                "metadata": ["labels": ["a": "b"]],
                "spec": [
                    "restartPolicy": parts[1] == "Job" ? "Never" : "Always",
                    "containers": [["name": "c", "image": "x"]],
                ],
            ]
            var object: JSONValue = ["apiVersion": .string(parts[0]), "kind": .string(parts[1])]
            if parts[1] != "Secret" { object.set(["template": pod], at: ["spec"]) }
            for (name, body, isLeft) in [
                ("a", [:], parts[1] != "Secret"), ("b", ["propagationPolicy": "Background"], false),
                ("c", ["orphanDependents": false], false),
            ] as [(String, JSONValue, Bool)] {
                object.set(["name": .string(name)], at: ["metadata"])
                let made = try await api.send("POST", path, object)
                #expect(made.code == 201, "\(made.message)")
                let answer = try await api.send("DELETE", "\(path)/\(name)", body)
                #expect(answer.code == 200)
                #expect(answer.json.finalizers == (isLeft ? ["orphan"] : []))
                #expect(try await api.send("GET", "\(path)/\(name)").code == (isLeft ? 200 : 404))
            }
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
