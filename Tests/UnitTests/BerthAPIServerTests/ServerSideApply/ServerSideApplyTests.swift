import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Server-side apply` {
    private static let type = "application/apply-patch+yaml"
    private static let maps = "/api/v1/namespaces/ns/configmaps"

    private func apply(
        _ api: ServedAPI,
        _ path: String,
        _ yaml: String,
        by manager: String = "m",
        query: String = ""
    ) async throws -> ServedAPI.Answer {
        let manager = manager.isEmpty ? "" : "fieldManager=\(manager)"
        return try await api.send("PATCH", "\(path)?\(manager)\(query)", bytes: Array(yaml.utf8), type: Self.type)
    }

    private func map(_ data: String, name: String = "a") -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata: \(data)\n"
    }

    private func managers(_ object: JSONValue) -> [String] {
        (object[path: "metadata", "managedFields"]?.array ?? []).map {
            "\($0["manager"]?.string ?? "") \($0["operation"]?.string ?? "") \($0["fieldsV1"]?.serialized() ?? "")"
        }
    }

    @Test func `creates what is not there, and says so`() async throws {
        try await ServedAPI.serving { api in
            let made = try await apply(api, Self.maps + "/a", map("{k: v}"))
            #expect(made.code == 201 && made.json["data"] == ["k": "v"], "\(made.text)")
            #expect(managers(made.json) == [#"m Apply {"f:data":{"f:k":{}}}"#])
            let read = try await api.send("GET", Self.maps + "/a").json
            #expect(read == made.json)
            #expect(try await apply(api, "/api/v1/namespaces/none/configmaps/a", map("{k: v}")).code == 404)
        }
    }

    @Test func `that changes nothing commits nothing`() async throws {
        try await ServedAPI.serving { api in
            let text = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a, creationTimestamp: null}
                spec:
                  selector: {matchLabels: {a: b}}
                  template:
                    metadata: {labels: {a: b}, creationTimestamp: null}
                    spec: {containers: [{name: c, image: d, ports: [{containerPort: 80}]}]}
                status: {replicas: 9}
                """
            let path = "/apis/apps/v1/namespaces/ns/deployments/a"
            let made = try await apply(api, path, text)
            #expect(made.code == 201, "\(made.text)")
            let again = try await apply(api, path, text)
            #expect(again.code == 200 && again.json == made.json, "\(again.text)")
            #expect(again.json[path: "status", "replicas"] == nil)
        }
    }

    @Test func `by another manager conflicts with a cause for each field`() async throws {
        try await ServedAPI.serving { api in
            _ = try await apply(api, Self.maps + "/a", map("{k: v, l: w}"))
            let refused = try await apply(api, Self.maps + "/a", map("{k: x}"), by: "n")
            #expect(refused.code == 409)
            #expect(refused.message == #"Apply failed with 1 conflict: conflict with "m": .data.k"#)
            #expect(refused.json["reason"] == "Conflict")
            #expect(
                refused.json[path: "details", "causes"] == [
                    ["reason": "FieldManagerConflict", "message": #"conflict with "m""#, "field": ".data.k"]
                ]
            )
            let forced = try await apply(api, Self.maps + "/a", map("{k: x}"), by: "n", query: "&force=true")
            #expect(forced.json["data"] == ["k": "x", "l": "w"])
            #expect(
                managers(forced.json) == [#"m Apply {"f:data":{"f:l":{}}}"#, #"n Apply {"f:data":{"f:k":{}}}"#]
            )
        }
    }

    @Test func `takes fields of writers before it as those of an update`() async throws {
        try await ServedAPI.serving { api in
            let plain: JSONValue = ["metadata": ["name": "a", "labels": ["x": "y"]], "data": ["k": "v"]]
            let made = try await api.send("POST", Self.maps, plain).json
            #expect(made[path: "metadata", "managedFields"] == nil)
            let applied = try await apply(api, Self.maps + "/a", map("{l: w}")).json
            #expect(
                managers(applied) == [
                    #"m Apply {"f:data":{"f:l":{}}}"#,
                    #"before-first-apply Update {"f:data":{"f:k":{}},"f:metadata":{"f:labels":{"f:x":{}}}}"#,
                ]
            )
            let refused = try await apply(api, Self.maps + "/a", map("{k: x}"))
            #expect(refused.message.hasSuffix(#"conflict with "before-first-apply" using v1: .data.k"#))
        }
    }

    @Test func `is followed by other writes, which own what they change`() async throws {
        try await ServedAPI.serving { api in
            _ = try await apply(api, Self.maps + "/a", map("{k: v, l: w}"))
            let patch: JSONValue = ["data": ["k": "x"]]
            let merge = "application/merge-patch+json"
            let patched = try await api.send("PATCH", Self.maps + "/a?fieldManager=editor", patch, type: merge).json
            #expect(
                managers(patched) == [#"m Apply {"f:data":{"f:l":{}}}"#, #"editor Update {"f:data":{"f:k":{}}}"#]
            )
            var reset = patched
            reset.set([[:]], at: ["metadata", "managedFields"])
            let bare = try await api.send("PUT", Self.maps + "/a", reset).json
            #expect(bare[path: "metadata", "managedFields"] == nil && bare["data"] == ["k": "x", "l": "w"])
        }
    }

    @Test func `keeps owners that a client does not send, and takes those that it sends`() async throws {
        try await ServedAPI.serving { api in
            let made = try await apply(api, Self.maps + "/a", map("{k: v}")).json
            var without = made
            without.set(nil, at: ["metadata", "managedFields"])
            let same = try await api.send("PUT", Self.maps + "/a", without).json
            #expect(same == made)
            var given = made
            given.set(
                [
                    [
                        "manager": "other", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                        "fieldsV1": ["f:data": ["f:k": [:]]],
                    ]
                ],
                at: ["metadata", "managedFields"]
            )
            let moved = try await api.send("PUT", Self.maps + "/a", given).json
            #expect(managers(moved) == [#"other Apply {"f:data":{"f:k":{}}}"#])
            given = moved
            given.set([["manager": "broken"]], at: ["metadata", "managedFields"])
            #expect(managers(try await api.send("PUT", Self.maps + "/a", given).json) == managers(moved))
        }
    }

    @Test func `begins with the creation when that comes with owners, and the creator owns what there is`() async throws
    {
        try await ServedAPI.serving { api in
            let owners: JSONValue = [
                [
                    "manager": "before", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                    "fieldsV1": ["f:data": ["f:k": [:], "f:gone": [:]]], "time": "2026-01-01T00:00:00Z",
                ]
            ]
            let object: JSONValue = ["metadata": ["name": "a", "managedFields": owners], "data": ["k": "v"]]
            let made = try await api.send("POST", Self.maps + "?fieldManager=restore", object).json
            #expect(
                managers(made) == [
                    #"before Apply {"f:data":{"f:gone":{}}}"#, #"restore Update {"f:data":{".":{},"f:k":{}}}"#,
                ]
            )
            #expect(try await apply(api, Self.maps + "/a", map("{k: w}")).code == 409)
        }
    }

    @Test(arguments: [
        "[]", "[{}]", "null", #"[{"manager":"x"}]"#,
        #"[{"manager":"x","operation":"Update","apiVersion":"","fieldsType":"FieldsV1","fieldsV1":{"f:a":{}}}]"#,
        #"[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV2","fieldsV1":{"f:a":{}}}]"#,
        #"[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"a":{}}}]"#,
        #"[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1"}]"#,
    ])
    func `does not begin with owners that nobody can read`(_ text: String) async throws {
        try await ServedAPI.serving { api in
            let owners = try JSONValue(parsing: text.utf8)
            let object: JSONValue = ["metadata": ["name": "a", "managedFields": owners], "data": ["k": "v"]]
            let made = try await api.send("POST", Self.maps, object)
            #expect(made.code == 201 && made.json[path: "metadata", "managedFields"] == nil, "\(made.text)")
        }
    }

    @Test(arguments: [
        ("manager", String(repeating: "x", count: 129), "Too long: may not be more than 128 bytes"),
        ("manager", "a\u{0}b", "should only contain printable characters"),
        ("subresource", String(repeating: "x", count: 257), "Too long"),
    ])
    func `refuses owners whose names are unfit`(_ member: String, _ text: String, _ words: String) async throws {
        try await ServedAPI.serving { api in
            var owner: JSONValue = [
                "manager": "x", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                "fieldsV1": ["f:data": ["f:other": [:]]],
            ]
            owner.set(.string(text), at: [member])
            var object: JSONValue = ["metadata": ["name": "a", "managedFields": [owner]], "data": ["k": "v"]]
            let refused = try await api.send("POST", Self.maps, object)
            #expect(refused.code == 422, "\(refused.text)")
            #expect(refused.message.contains("metadata.managedFields[0].\(member): "), "\(refused.message)")
            #expect(refused.message.contains(words), "\(refused.message)")
            object.set(nil, at: ["metadata", "managedFields"])
            #expect(try await api.send("POST", Self.maps, object).code == 201)
            object.set([owner], at: ["metadata", "managedFields"])
            #expect(try await api.send("PUT", Self.maps + "/a", object).code == 422)
        }
    }

    @Test func `of the status leaves the rest, and is owned apart`() async throws {
        try await ServedAPI.serving { api in
            let text = """
                apiVersion: example.com/v1
                kind: Widget
                metadata: {name: a}
                spec: {size: 1}
                status: {ready: true}
                """
            let path = ServedAPI.widgetsPath + "/a"
            let made = try await apply(api, path, text)
            #expect(made.code == 201 && made.json["status"] == nil, "\(made.text)")
            let status = try await apply(api, path + "/status", text, by: "n").json
            #expect(status["status"] == ["ready": true] && status["spec"] == ["size": 1])
            let entry = status[path: "metadata", "managedFields"]?.array?.first { $0["manager"] == "n" }
            #expect(entry?["subresource"] == "status")
            #expect(entry?["fieldsV1"] == ["f:status": [".": [:], "f:ready": [:]]])
            #expect(try await apply(api, ServedAPI.widgetsPath + "/b/status", text).code == 400)
        }
    }

    @Test(arguments: [
        ("", "{k: v}", "", 422, "fieldManager: Required value: is required for apply patch"),
        (String(repeating: "x", count: 129), "{k: v}", "", 422, "Too long: may not be more than 128 bytes"),
        ("a%00b", "{k: v}", "", 422, "should only contain printable characters"),
        ("m", "{k: v}", "&force=maybe", 400, "force"),
        ("m", "{k: v}\nmore: 1", "", 400, ".more: field not declared in schema"),
        ("m", "[", "", 400, "error decoding YAML"),
        ("m", "{k: 1}", "", 400, "cannot unmarshal"),
    ])
    func `refuses`(_ manager: String, _ data: String, _ query: String, _ code: Int, _ words: String) async throws {
        try await ServedAPI.serving { api in
            let answer = try await apply(api, Self.maps + "/a", map(data), by: manager, query: query)
            #expect(answer.code == code && answer.message.contains(words), "\(answer.code) \(answer.message)")
            #expect(try await api.send("GET", Self.maps + "/a").code == 404)
        }
    }

    @Test(arguments: [
        (#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","managedFields":[]}}"#, "must be nil"),
        (#"{"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"a"}}"#, "Incorrect version specified"),
        (#"{"kind":"ConfigMap","metadata":{"name":"a"}}"#, "Incorrect version specified"),
        (#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}"#, "cannot be handled as a ConfigMap"),
        (#"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}"#, "does not match the name on the URL"),
        (
            #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","finalizers":["x/y","x/y"]}}"#,
            #".metadata.finalizers: duplicate entries for key [="x/y"]"#
        ),
        ("[]", "is no object"),
    ])
    func `refuses the body`(_ body: String, _ words: String) async throws {
        try await ServedAPI.serving { api in
            let answer = try await apply(api, Self.maps + "/a", body)
            #expect(answer.code == 400 && answer.message.contains(words), "\(answer.code) \(answer.message)")
        }
    }

    @Test func `holds to the version that its body names`() async throws {
        try await ServedAPI.serving { api in
            func versioned(_ version: String, _ value: String) -> String {
                #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"\#(version)"},"data":{"k":"\#(value)"}}"#
            }
            #expect(try await apply(api, Self.maps + "/a", versioned("1", "v")).code == 400)
            let made = try await apply(api, Self.maps + "/a", map("{k: v}")).json
            #expect(try await apply(api, Self.maps + "/a", versioned("1", "w")).code == 409)
            #expect(try await apply(api, Self.maps + "/a", versioned(made.resourceVersion, "w")).code == 200)
        }
    }

    @Test func `takes back the only thing it listed of the metadata, and an empty configuration takes nothing else`()
        async throws
    {
        try await ServedAPI.serving { api in
            let path = "/api/v1/namespaces/ns/serviceaccounts/a"
            func account(_ metadata: String) -> String {
                "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a\(metadata)}\n"
            }
            let made = try await apply(api, path, account(", labels: {x: z}")).json
            let bare = try await apply(api, path, account(""))
            #expect(bare.code == 200 && bare.json.uid == made.uid && !made.uid.isEmpty, "\(bare.text)")
            #expect(bare.json[path: "metadata", "labels"] == nil)
            #expect(bare.json[path: "metadata", "managedFields"] == nil)
        }
    }

    @Test func `that says null of a map says nothing of what others put there`() async throws {
        try await ServedAPI.serving { api in
            _ = try await apply(api, Self.maps + "/a", map("{k: v}"))
            let answer = try await apply(api, Self.maps + "/a", map("null"), by: "n")
            #expect(answer.code == 200 && answer.json["data"] == ["k": "v"], "\(answer.text)")
        }
    }

    @Test func `on trial changes nothing`() async throws {
        try await ServedAPI.serving { api in
            let trial = try await apply(api, Self.maps + "/a", map("{k: v}"), query: "&dryRun=All")
            #expect(trial.code == 201 && trial.json["data"] == ["k": "v"])
            #expect(try await api.send("GET", Self.maps + "/a").code == 404)
            let made = try await apply(api, Self.maps + "/a", map("{k: v}")).json
            let changed = try await apply(api, Self.maps + "/a", map("{k: w}"), query: "&dryRun=All")
            #expect(changed.code == 200 && changed.json["data"] == ["k": "w"])
            #expect(try await api.send("GET", Self.maps + "/a").json == made)
        }
    }

    @Test func `is the only patch that may be forced`() async throws {
        try await ServedAPI.serving { api in
            _ = try await apply(api, Self.maps + "/a", map("{k: v}"))
            let answer = try await api.send(
                "PATCH",
                Self.maps + "/a?force=true",
                ["data": ["k": "w"]],
                type: "application/merge-patch+json"
            )
            #expect(answer.code == 422 && answer.message.contains("may not be specified for non-apply patch"))
        }
    }

    @Test func `by many at once loses nothing`() async throws {
        try await ServedAPI.serving { api in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        try await apply(api, Self.maps + "/a", map("{k\(index): v}"), by: "m\(index)").code
                    }
                }
                var codes: [Int] = []
                for try await code in group { codes.append(code) }
                #expect(codes.sorted() == Array(repeating: 200, count: 11) + [201])
            }
            let object = try await api.send("GET", Self.maps + "/a").json
            #expect(object["data"]?.object?.count == 12 && managers(object).count == 12)
        }
    }
}
