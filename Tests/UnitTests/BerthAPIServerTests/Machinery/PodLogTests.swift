import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A pod's log` {
    private static let pod: JSONValue = [
        "metadata": ["name": "p", "namespace": "ns"], "spec": ["containers": [["name": "a"], ["name": "b"]]],
    ]

    @Test func `is that of one container`() throws {
        #expect(try PodLogHandler.container("b", of: Self.pod) == "b")
        var annotated = Self.pod
        annotated.set("a", at: ["metadata", "annotations", "kubectl.kubernetes.io/default-container"])
        #expect(try PodLogHandler.container(nil, of: annotated) == "a")
        #expect(throws: Status.badRequest("container c is not valid for pod p")) {
            try PodLogHandler.container("c", of: Self.pod)
        }
        #expect(
            throws: Status.badRequest("a container name must be specified for pod p, choose one of: [a b]")
        ) { try PodLogHandler.container(nil, of: Self.pod) }
    }

    @Test func `is asked of the node that the pod names`() {
        let node: JSONValue = [
            "status": [
                "addresses": [["type": "Hostname", "address": "n"], ["type": "InternalIP", "address": "127.0.0.1"]],
                "daemonEndpoints": ["kubeletEndpoint": ["Port": 10250]],
            ]
        ]
        #expect(PodLogHandler.address(of: node) == "127.0.0.1:10250")
        #expect(PodLogHandler.address(of: [:]) == nil)
        #expect(
            PodLogHandler.address(of: ["status": ["addresses": [["type": "InternalIP", "address": "a/b"]]]]) == nil
        )
    }
}
