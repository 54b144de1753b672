import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A connection to a pod` {
    @Test func `is refused as anywhere while no node runs it`() async throws {
        try await WholeAPI.serving { api, admin in
            try await api.project("pods", of: admin)
            let pods = "/api/v1/namespaces/pods/pods"
            let pod: JSONValue = ["metadata": ["name": "a"], "spec": ["containers": [["name": "c", "image": "d"]]]]
            try #require(try await admin.send("POST", pods, pod).code == 201)
            for (method, below) in [("POST", "exec?command=ls"), ("GET", "attach"), ("POST", "portforward")] {
                let answer = try await admin.send(method, "\(pods)/a/\(below)")
                #expect(answer.code == 400 && answer.message == "pod a does not have a host assigned", "\(answer.text)")
            }
            let other = try await admin.send("POST", pods + "/a/exec?container=x")
            #expect(other.message == "container x is not valid for pod a")
            #expect(try await admin.send("POST", pods + "/b/exec").message == #"pods "b" not found"#)
            #expect(try await admin.send("DELETE", pods + "/a/exec").code == 405)
            let stranger = try await api.user("stranger")
            #expect(try await stranger.send("POST", pods + "/a/exec").code == 403)
        }
    }

    @Test func `to debug it is one that this server does not have`() async throws {
        try await WholeAPI.serving { _, admin in
            // kubectl reads the details, whether or not there are any
            let answer = try await admin.send("PATCH", "/api/v1/namespaces/default/pods/a/ephemeralcontainers", [:])
            #expect(answer.code == 404 && answer.json["details"] == [:], "\(answer.text)")
        }
    }
}
