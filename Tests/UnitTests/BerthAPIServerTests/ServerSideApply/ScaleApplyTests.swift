import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `An apply of a scale` {
    private static let type = "application/apply-patch+yaml"
    private static let deployments = "/apis/apps/v1/namespaces/ns/deployments"

    private static let deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: a}
        spec:
          replicas: 2
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {containers: [{name: c, image: d}]}
        """

    private func apply(
        _ api: ServedAPI,
        _ path: String,
        _ yaml: String,
        by manager: String,
        query: String = ""
    ) async throws -> ServedAPI.Answer {
        let manager = manager.isEmpty ? "" : "fieldManager=\(manager)"
        return try await api.send("PATCH", "\(path)?\(manager)\(query)", bytes: Array(yaml.utf8), type: Self.type)
    }

    private func scale(_ spec: String, _ metadata: String = "") -> String {
        "apiVersion: autoscaling/v1\nkind: Scale\nmetadata: {name: a\(metadata)}\nspec: \(spec)\n"
    }

    /// Who owns the replicas, as `manager operation subresource`.
    private func owners(_ api: ServedAPI, _ path: String = deployments + "/a") async throws -> [String] {
        let object = try await api.send("GET", path).json
        return (object[path: "metadata", "managedFields"]?.array ?? []).filter {
            $0[path: "fieldsV1", "f:spec", "f:replicas"] != nil
        }.map {
            "\($0["manager"]?.string ?? "") \($0["operation"]?.string ?? "") \($0["subresource"]?.string ?? "")"
        }.sorted()
    }

    @Test func `takes the replicas over from who applied the object, and only them`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            #expect(try await apply(api, path, Self.deployment, by: "m").code == 201)
            let refused = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa")
            #expect(refused.code == 409)
            #expect(refused.message == #"Apply failed with 1 conflict: conflict with "m": .spec.replicas"#)
            let forced = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa", query: "&force=true")
            #expect(forced.code == 200 && forced.json.kind == "Scale", "\(forced.text)")
            #expect(forced.json[path: "spec", "replicas"] == 5 && forced.json[path: "metadata", "managedFields"] == nil)
            #expect(try await owners(api) == ["hpa Apply scale"])
            let other = try await apply(api, path, Self.deployment, by: "m")
            #expect(
                other.message
                    == #"Apply failed with 1 conflict: conflict with "hpa" with subresource "scale": .spec.replicas"#
            )
            let without = Self.deployment.replacing("  replicas: 2\n", with: "")
            let left = try await apply(api, path, without, by: "m")
            #expect(left.code == 200 && left.json[path: "spec", "replicas"] == 5, "\(left.text)")
            #expect(try await apply(api, path + "/scale", scale("{replicas: 6}"), by: "hpa").code == 200)
            #expect(try await api.send("GET", path).json[path: "spec", "replicas"] == 6)
        }
    }

    @Test func `shares a value that is the same, and changes nothing when done twice`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            _ = try await apply(api, path, Self.deployment, by: "m")
            #expect(try await apply(api, path + "/scale", scale("{replicas: 2}"), by: "hpa").code == 200)
            #expect(try await owners(api) == ["hpa Apply scale", "m Apply "])
            let before = try await api.send("GET", path).json
            #expect(try await apply(api, path + "/scale", scale("{replicas: 2}"), by: "hpa").code == 200)
            #expect(try await api.send("GET", path).json == before)
            #expect(before.generation == 1)
        }
    }

    @Test func `begins the tracking of what nobody applied`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            try await api.send("POST", Self.deployments, try JSONValue(yaml: Self.deployment))
            let refused = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa")
            #expect(
                refused.message
                    == #"Apply failed with 1 conflict: conflict with "before-first-apply" using autoscaling/v1: "#
                    + ".spec.replicas"
            )
            #expect(try await owners(api).isEmpty)
            _ = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa", query: "&force=true")
            #expect(try await owners(api) == ["hpa Apply scale"])
            let entries = try await api.send("GET", path).json[path: "metadata", "managedFields"]?.array ?? []
            let rest = entries.first { $0["manager"] == "before-first-apply" }
            #expect(rest?["apiVersion"] == "apps/v1")
            #expect(rest?[path: "fieldsV1", "f:spec", "f:template"] != nil)
        }
    }

    @Test func `loses to who scales without it`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            _ = try await apply(api, path, Self.deployment, by: "m")
            let merge = "application/merge-patch+json"
            let body: JSONValue = ["spec": ["replicas": 3]]
            try await api.send("PATCH", path + "/scale?fieldManager=scaler", body, type: merge)
            #expect(try await owners(api) == ["scaler Update scale"])
            let refused = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa")
            #expect(
                refused.message
                    == #"Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" "#
                    + "using autoscaling/v1: .spec.replicas"
            )
            #expect(try await api.send("PATCH", path + "/scale?force=true", body, type: merge).code == 422)
        }
    }

    @Test(arguments: [
        ("apps/v1", "StatefulSet", "/apis/apps/v1/namespaces/ns/statefulsets"),
        ("apps/v1", "ReplicaSet", "/apis/apps/v1/namespaces/ns/replicasets"),
        ("v1", "ReplicationController", "/api/v1/namespaces/ns/replicationcontrollers"),
        ("example.com/v1", "Widget", ServedAPI.widgetsPath),
    ])
    func `is of every kind that scales`(_ version: String, _ kind: String, _ path: String) async throws {
        try await ServedAPI.serving { api in
            var text = Self.deployment.replacing("apps/v1", with: version).replacing("Deployment", with: kind)
            if version == "v1" { text = text.replacing("{matchLabels: {a: b}}", with: "{a: b}") }
            if kind == "StatefulSet" { text = text.replacing("  replicas", with: "  serviceName: a\n  replicas") }
            let made = try await apply(api, path + "/a", text, by: "m")
            #expect(made.code == 201, "\(made.text)")
            let query = "&force=true"
            let scaled = try await apply(api, path + "/a/scale", scale("{replicas: 7}"), by: "hpa", query: query)
            #expect(scaled.code == 200 && scaled.json[path: "spec", "replicas"] == 7, "\(scaled.text)")
            #expect(try await owners(api, path + "/a") == ["hpa Apply scale"])
        }
    }

    @Test func `of a custom resource writes where its definition says`() async throws {
        var kind = ServedAPI.widgets
        kind.scale.specReplicas = ["spec", "size", "count"]
        var options = ServedAPI.Options()
        options.kinds = StoredKinds.all + [kind]
        try await ServedAPI.serving(options) { api in
            let path = ServedAPI.widgetsPath + "/a"
            let text =
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: {count: 1, unit: m}}\n"
            _ = try await apply(api, path, text, by: "m")
            #expect(try await apply(api, path + "/scale", scale("{replicas: 2}"), by: "hpa").code == 409)
            _ = try await apply(api, path + "/scale", scale("{replicas: 2}"), by: "hpa", query: "&force=true")
            let object = try await api.send("GET", path).json
            #expect(object["spec"] == ["size": ["count": 2, "unit": "m"]])
            let entries = object[path: "metadata", "managedFields"]?.array ?? []
            #expect(
                entries.map { "\($0["manager"]?.string ?? "") \($0["fieldsV1"]?.serialized() ?? "")" }.sorted() == [
                    #"hpa {"f:spec":{"f:size":{"f:count":{}}}}"#,
                    #"m {"f:spec":{".":{},"f:size":{".":{},"f:unit":{}}}}"#,
                ]
            )
        }
    }

    @Test(arguments: [
        ("", "{replicas: 3}", "", "", 422, "fieldManager: Required value"),
        ("m", "{replicas: -1}", "", "", 422, "must be greater than or equal to 0"),
        ("m", "{replicas: \"3\"}", "", "", 400, "cannot unmarshal string"),
        ("m", "{replicas: 99999999999}", "", "", 400, "cannot unmarshal number"),
        ("m", "{replicas: 3, more: 1}", "", "", 400, ".spec.more: field not declared in schema"),
        ("m", "{replicas: 3}", ", uid: other", "", 409, "Precondition failed: UID in precondition: other"),
        ("m", "{replicas: 3}", ", resourceVersion: \"1\"", "", 409, "the object has been modified"),
        ("m", "{replicas: 3}", ", managedFields: []", "", 400, "metadata.managedFields must be nil"),
        ("m", "{replicas: 3}", ", namespace: other", "", 400, "does not match the namespace"),
        ("m", "{replicas: 3}", "", "&force=maybe", 400, "force"),
        ("m", "[", "", "", 400, "error decoding YAML"),
    ])
    func `refuses`(
        _ manager: String,
        _ spec: String,
        _ metadata: String,
        _ query: String,
        _ code: Int,
        _ words: String
    ) async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            let without = Self.deployment.replacing("  replicas: 2\n", with: "")
            let before = try await apply(api, path, without, by: "o").json
            let answer = try await apply(api, path + "/scale", scale(spec, metadata), by: manager, query: query)
            #expect(answer.code == code && answer.message.contains(words), "\(answer.code) \(answer.message)")
            #expect(try await api.send("GET", path).json == before)
        }
    }

    @Test func `refuses what is no Scale, and makes no object`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            let absent = try await apply(api, path + "/scale", scale("{replicas: 3}"), by: "m")
            #expect(absent.code == 404)
            #expect(try await apply(api, path + "/scale", Self.deployment, by: "m").code == 400)
        }
    }

    @Test func `on trial changes nothing`() async throws {
        try await ServedAPI.serving { api in
            let path = Self.deployments + "/a"
            let made = try await apply(api, path, Self.deployment, by: "m").json
            let query = "&force=true&dryRun=All"
            let trial = try await apply(api, path + "/scale", scale("{replicas: 5}"), by: "hpa", query: query)
            #expect(trial.code == 200 && trial.json[path: "spec", "replicas"] == 5)
            #expect(try await api.send("GET", path).json == made)
        }
    }
}
