import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A list` {
    private static let tableAccept =
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"

    private func fill(_ api: ServedAPI, _ count: Int) async throws {
        for number in 0..<count {
            let spec: JSONValue = ["color": .string(number % 2 == 0 ? "red" : "blue")]
            let labels = ["half": number % 2 == 0 ? "even" : "odd"]
            let name = "w\(String(number + 1000).dropFirst())"
            try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget(name, spec: spec, labels: labels))
        }
    }

    @Test func `holds whole objects with their kind and one resourceVersion`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 3)
            let list = try await api.send("GET", ServedAPI.widgetsPath).json
            #expect(list.kind == "WidgetList")
            #expect(list.apiVersion == "example.com/v1")
            #expect(list["items"]?.array?.map(\.name) == ["w000", "w001", "w002"])
            #expect(Int64(list.resourceVersion) ?? 0 > 0)
            let first = try await api.send("GET", ServedAPI.widgetsPath + "/w000").json
            #expect(list["items"]?.array?.first == first)
            let all = try await api.send("GET", "/apis/example.com/v1/widgets").json
            #expect(all["items"]?.array?.count == 3)
        }
    }

    @Test func `is empty where nothing is`() async throws {
        try await ServedAPI.serving { api in
            let list = try await api.send("GET", ServedAPI.widgetsPath).json
            #expect(list["items"] == [])
        }
    }

    @Test func `goes on in the snapshot of its first page`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 5)
            let first = try await api.send("GET", ServedAPI.widgetsPath + "?limit=2").json
            #expect(first["items"]?.array?.map(\.name) == ["w000", "w001"])
            #expect(first[path: "metadata", "remainingItemCount"] == 3)
            let token = first[path: "metadata", "continue"]?.string ?? ""
            try await api.send("DELETE", ServedAPI.widgetsPath + "/w002")
            let second = try await api.send("GET", ServedAPI.widgetsPath + "?limit=2&continue=\(token)").json
            #expect(second["items"]?.array?.map(\.name) == ["w002", "w003"])
            #expect(second.resourceVersion == first.resourceVersion)
            let next = second[path: "metadata", "continue"]?.string ?? ""
            let last = try await api.send("GET", ServedAPI.widgetsPath + "?limit=2&continue=\(next)").json
            #expect(last["items"]?.array?.map(\.name) == ["w004"])
            #expect(last[path: "metadata", "continue"] == nil)
        }
    }

    @Test func `that goes on in a forgotten snapshot is 410`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 3)
            let first = try await api.send("GET", ServedAPI.widgetsPath + "?limit=1").json
            let token = first[path: "metadata", "continue"]?.string ?? ""
            try await api.send("DELETE", ServedAPI.widgetsPath + "/w000")
            try await api.store.compact(through: api.store.currentRevision())
            let answer = try await api.send("GET", ServedAPI.widgetsPath + "?limit=1&continue=\(token)")
            #expect(answer.code == 410)
            #expect(answer.json["reason"] == "Expired")
        }
    }

    @Test func `selects by labels and fields, also over pages`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 6)
            let odd = try await api.send("GET", ServedAPI.widgetsPath + "?labelSelector=half%3Dodd").json
            #expect(odd["items"]?.array?.map(\.name) == ["w001", "w003", "w005"])
            let page = try await api.send("GET", ServedAPI.widgetsPath + "?labelSelector=half%3Dodd&limit=2").json
            #expect(page["items"]?.array?.map(\.name) == ["w001", "w003"])
            let token = page[path: "metadata", "continue"]?.string ?? ""
            let rest = try await api.send(
                "GET",
                ServedAPI.widgetsPath + "?labelSelector=half%3Dodd&limit=2&continue=\(token)"
            ).json
            #expect(rest["items"]?.array?.map(\.name) == ["w005"])
            let named = try await api.send("GET", ServedAPI.widgetsPath + "?fieldSelector=metadata.name%3Dw003").json
            #expect(named["items"]?.array?.map(\.name) == ["w003"])
            let red = try await api.send("GET", ServedAPI.widgetsPath + "?fieldSelector=spec.color!%3Dred").json
            #expect(red["items"]?.array?.count == 3)
            #expect(try await api.send("GET", ServedAPI.widgetsPath + "?fieldSelector=spec.other%3Dx").code == 400)
            #expect(try await api.send("GET", ServedAPI.widgetsPath + "?labelSelector=a%3D%3D%3Db").code == 400)
        }
    }

    @Test(
        arguments: [
            ("Event", "source", ["source": ["component": "c"]], "c"),
            ("Event", "source", ["reportingComponent": "r"], "r"), ("Event", "source", [:], ""),
            ("Node", "spec.unschedulable", [:], "false"),
            ("Node", "spec.unschedulable", ["spec": ["unschedulable": true]], "true"),
            ("Pod", "spec.hostNetwork", [:], "false"), ("Pod", "spec.nodeName", [:], ""),
            ("Job", "status.successful", ["status": ["succeeded": 2]], "2"), ("Job", "status.successful", [:], "0"),
            ("ReplicaSet", "status.replicas", [:], "0"),
        ] as [(String, String, JSONValue, String)]
    )
    func `selects by fields as the kind reads them`(
        _ kind: String,
        _ field: String,
        _ object: JSONValue,
        _ value: String
    ) throws {
        let kind = try #require(StoredKinds.all.first { $0.gvk.kind == kind })
        for (wanted, matches) in [(value, true), (value + "x", false)] {
            var options = ListOptions()
            options.fields = FieldSelector(requirements: [.init(path: field, equals: true, value: wanted)])
            let selection = Selection(options, kind)
            try selection.validate()
            #expect(selection.matches(object) == matches)
        }
    }

    @Test(
        arguments: [
            ("resourceVersionMatch=Exact", 422), ("resourceVersion=0&resourceVersionMatch=Exact", 422),
            ("resourceVersion=1&resourceVersionMatch=Sometimes", 422), ("resourceVersion=x", 400),
            ("resourceVersion=999999", 504), ("continue=!", 400), ("limit=x", 400),
            ("resourceVersion=0", 200), ("resourceVersion=1&resourceVersionMatch=NotOlderThan", 200),
            ("resourceVersion=1&resourceVersionMatch=Exact", 200),
        ]
    )
    func `refuses parameters that contradict one another`(_ query: String, _ code: Int) async throws {
        try await ServedAPI.serving { api in
            let answer = try await api.send("GET", ServedAPI.widgetsPath + "?\(query)")
            #expect(answer.code == code)
        }
    }

    @Test func `becomes a table`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 2)
            let answer = try await api.send("GET", ServedAPI.widgetsPath, accept: Self.tableAccept)
            #expect(answer.json.kind == "Table")
            #expect(answer.json.apiVersion == "meta.k8s.io/v1")
            #expect(answer.json["columnDefinitions"]?.array?.map { $0["name"]?.string } == ["Name", "Age"])
            let row = answer.json["rows"]?.array?.first
            #expect(row?["cells"]?.array?.first == "w000")
            #expect(row?[path: "object", "kind"] == "PartialObjectMetadata")
            #expect(row?[path: "object", "metadata", "labels", "half"] == "even")
            let whole = try await api.send(
                "GET",
                ServedAPI.widgetsPath + "?includeObject=Object",
                accept: Self.tableAccept
            ).json
            #expect(whole["rows"]?.array?.first?[path: "object", "spec", "color"] == "red")
            let none = try await api.send(
                "GET",
                ServedAPI.widgetsPath + "?includeObject=None",
                accept: Self.tableAccept
            )
            #expect(none.json["rows"]?.array?.first?["object"] == .null)
            let single = try await api.send("GET", ServedAPI.widgetsPath + "/w001", accept: Self.tableAccept).json
            #expect(single["rows"]?.array?.count == 1)
        }
    }

    @Test func `becomes metadata only`() async throws {
        try await ServedAPI.serving { api in
            try await fill(api, 1)
            let accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
            let list = try await api.send("GET", ServedAPI.widgetsPath, accept: accept).json
            #expect(list.kind == "PartialObjectMetadataList")
            #expect(list["items"]?.array?.first?.name == "w000")
            #expect(list["items"]?.array?.first?["spec"] == nil)
        }
    }

    @Test func `answers JSON to who asks for protobuf`() async throws {
        try await ServedAPI.serving { api in
            let accept = "application/vnd.kubernetes.protobuf, application/json"
            let answer = try await api.send("GET", ServedAPI.widgetsPath, accept: accept)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.json.kind == "WidgetList")
        }
    }

    @Test func `of many objects is sent in pieces and is whole`() async throws {
        try await ServedAPI.serving { api in
            for number in 0..<1203 {
                _ = try await api.objects.create(
                    GroupResource(group: "example.com", resource: "widgets"),
                    ["metadata": ["name": .string("w\(number)"), "namespace": "ns"]]
                )
            }
            let list = try await api.send("GET", ServedAPI.widgetsPath).json
            #expect(list["items"]?.array?.count == 1203)
            #expect(Set(list["items"]?.array?.map(\.name) ?? []).count == 1203)
        }
    }
}
