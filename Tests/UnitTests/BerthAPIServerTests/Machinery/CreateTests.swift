import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A creation` {
    @Test func `fills in what the server fills in and answers 201`() async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            #expect(answer.code == 201)
            #expect(answer.json.uid.utf8.count == 36)
            #expect(answer.json.creationTimestamp?.hasSuffix("Z") == true)
            #expect(answer.json.generation == 1)
            #expect(answer.json.namespace == "ns")
            #expect(Int64(answer.json.resourceVersion) ?? 0 > 0)
            let again = try await api.send("GET", ServedAPI.widgetsPath + "/a")
            #expect(again.json == answer.json)
        }
    }

    @Test func `may leave out kind and apiVersion`() async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath, ["metadata": ["name": "a"]])
            #expect(answer.code == 201)
            #expect(answer.json.kind == "Widget")
            #expect(answer.json.generation == 0)
        }
    }

    @Test func `generates names`() async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath, ["metadata": ["generateName": "w-"]])
            #expect(answer.code == 201)
            #expect(answer.json.name.hasPrefix("w-"))
            #expect(answer.json.name.utf8.count == 7)
        }
    }

    @Test func `refuses a name that is taken`() async throws {
        try await ServedAPI.serving { api in
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            let answer = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            #expect(answer.code == 409)
            #expect(answer.message == "widgets.example.com \"a\" already exists")
            #expect(answer.json["reason"] == "AlreadyExists")
            #expect(answer.json[path: "details", "name"] == "a")
        }
    }

    @Test(
        arguments: [
            (["kind": "Gadget", "metadata": ["name": "a"]] as JSONValue, 400),
            (["apiVersion": "v1", "metadata": ["name": "a"]] as JSONValue, 400),
            (["metadata": ["name": "a", "namespace": "other"]] as JSONValue, 400),
            (["metadata": ["name": "a", "resourceVersion": "5"]] as JSONValue, 400),
            (["metadata": [:]] as JSONValue, 422),
            (["metadata": ["name": "A_b"]] as JSONValue, 422),
            (["metadata": ["name": "a", "labels": ["k": "not good"]]] as JSONValue, 422),
            (["metadata": ["name": "a", "labels": ["k": 5]]] as JSONValue, 422),
            (["metadata": 5] as JSONValue, 400),
            ([1] as JSONValue, 400),
        ]
    )
    func `refuses a body that is not what the path says`(_ body: JSONValue, _ code: Int) async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath, body)
            #expect(answer.code == code)
            #expect(answer.json.kind == "Status")
        }
    }

    @Test func `needs a namespace that exists and stays`() async throws {
        try await ServedAPI.serving { api in
            let path = "/apis/example.com/v1/namespaces/none/widgets"
            let absent = try await api.send("POST", path, ServedAPI.widget("a"))
            #expect(absent.code == 404)
            #expect(absent.message == "namespaces \"none\" not found")
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            try await api.send(
                "PATCH",
                "/api/v1/namespaces/ns",
                ["metadata": ["finalizers": ["example.com/f"]]],
                type: "application/merge-patch+json"
            )
            try await api.send("DELETE", "/api/v1/namespaces/ns")
            let terminating = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("b"))
            #expect(terminating.code == 403)
            #expect(
                terminating.message
                    == "widgets.example.com \"b\" is forbidden: unable to create new content in namespace ns because "
                    + "it is being terminated"
            )
        }
    }

    @Test func `as a dry run says what would be and commits nothing`() async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath + "?dryRun=All", ServedAPI.widget("a"))
            #expect(answer.code == 201)
            #expect(answer.json.name == "a")
            #expect(try await api.send("GET", ServedAPI.widgetsPath + "/a").code == 404)
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("a"))
            #expect(
                try await api.send("POST", ServedAPI.widgetsPath + "?dryRun=All", ServedAPI.widget("a")).code == 409
            )
            #expect(
                try await api.send("POST", ServedAPI.widgetsPath + "?dryRun=Some", ServedAPI.widget("b")).code == 422
            )
        }
    }

    @Test func `takes YAML and refuses what it does not know`() async throws {
        try await ServedAPI.serving { api in
            let yaml = Array("metadata:\n  name: a\nspec:\n  size: 2\n".utf8)
            let answer = try await api.send("POST", ServedAPI.widgetsPath, bytes: yaml, type: "application/yaml")
            #expect(answer.code == 201)
            #expect(answer.json[path: "spec", "size"] == 2)
            let unknown = try await api.send("POST", ServedAPI.widgetsPath, bytes: yaml, type: "text/plain")
            #expect(unknown.code == 415)
            #expect(try await api.send("POST", ServedAPI.widgetsPath, bytes: Array("{".utf8)).code == 400)
        }
    }

    @Test func `is refused above three megabytes`() async throws {
        try await ServedAPI.serving { api in
            let large = ServedAPI.widget("a", spec: ["text": .string(String(repeating: "x", count: 3 << 20))])
            let answer = try await api.send("POST", ServedAPI.widgetsPath, large)
            #expect(answer.code == 413)
            #expect(answer.json["reason"] == "RequestEntityTooLarge")
        }
    }
}
