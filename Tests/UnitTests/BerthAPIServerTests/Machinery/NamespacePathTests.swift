import Kubernetes
import Testing

@testable import BerthAPIServer

/// Rights in a namespace must not reach what stands beside it (reliability A3, A4).
@Suite struct `A path below a namespace` {
    @Test(arguments: ["namespaces", "namespaces/other", "namespaces/ns", "namespaces/other/status", "nodes"])
    func `serves nothing that has no namespace`(_ rest: String) async throws {
        try await ServedAPI.serving { api in
            try await api.namespace("other")
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try await api.send(
                    method,
                    "/api/v1/namespaces/ns/" + rest,
                    ["metadata": ["name": "other"]]
                )
                #expect(answer.code == 404)
                #expect(!answer.text.contains("uid"))
            }
            let kept = try await api.send("GET", "/api/v1/namespaces/other")
            #expect(kept.code == 200)
        }
    }

    @Test func `is a namespace itself when nothing follows its name`() async throws {
        try await ServedAPI.serving { api in
            let namespace = try await api.send("GET", "/api/v1/namespaces/ns")
            #expect(namespace.json.name == "ns")
            let status = try await api.send("GET", "/api/v1/namespaces/ns/status")
            #expect(status.code != 404)
        }
    }
}
