import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `What extends the server by others` {
    @Test func `shows its own group versions as available API services`() async throws {
        try await ServedAPI.serving { api in
            let path = "/apis/apiregistration.k8s.io/v1/apiservices"
            let list = try await api.send("GET", path).json
            let names = (list["items"]?.array ?? []).map(\.name)
            #expect(names.contains("v1.") == false && names.contains("v1") && names.contains("v1.apps"))
            let accept = "application/json;as=Table;v=v1;g=meta.k8s.io"
            let table = try await api.send("GET", path + "/v1.apps", accept: accept).json
            #expect(table["rows"]?.array?.first?["cells"]?.array?.prefix(3) == ["v1.apps", "Local", "True"])
            let one = try await api.send("GET", path + "?fieldSelector=metadata.name%3Dv1.apps").json
            #expect(one["items"]?.array?.count == 1)
            #expect(try await api.send("GET", path + "/v1.none").code == 404)
            let added: JSONValue = ["metadata": ["name": "v1.metrics.k8s.io"], "spec": ["group": "metrics.k8s.io"]]
            let refused = try await api.send("POST", path, added)
            #expect(refused.code == 403 && refused.message.contains("serves all of its groups itself"))
            #expect(try await api.send("DELETE", path + "/v1.apps").code == 403)
        }
    }

    @Test(arguments: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"])
    func `refuses webhooks, which would not be asked`(_ name: String) async throws {
        try await ServedAPI.serving { api in
            let path = "/apis/admissionregistration.k8s.io/v1/\(name)"
            let list = try await api.send("GET", path).json
            #expect(list["items"] == [] && !list.resourceVersion.isEmpty)
            let refused = try await api.send("POST", path, ["metadata": ["name": "hook"], "webhooks": []])
            #expect(refused.code == 403 && refused.message.contains("would not be enforced"), "\(refused.text)")
            #expect(refused.json["reason"] == "Forbidden")
            let watch = "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
            try await api.watching(path + watch) { reader in
                let event = try await reader.next()
                #expect(event?.type == "BOOKMARK")
            }
        }
    }
}
