import Kubernetes
import Testing

@testable import BerthAPIServer

/// Codes and texts are those of kube-apiserver 1.20, asked the same.
@Suite(.timeLimit(.minutes(10))) struct `A pod's priority` {
    private static let pods = "/api/v1/namespaces/default/pods?dryRun=All"

    private static func pod(_ members: JSONValue) -> JSONValue {
        var pod: JSONValue = ["metadata": ["name": "p"], "spec": members]
        pod.set([["name": "c", "image": "x"]], at: ["spec", "containers"])
        return pod
    }

    @Test func `is that of its class`() async throws {
        try await WholeAPI.serving { _, admin in
            let kind: JSONValue = [
                "metadata": ["name": "high"], "value": 1000, "preemptionPolicy": "Never",
            ]
            let made = try await admin.send("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", kind)
            #expect(made.code == 201)
            for (members, priority, policy) in [
                (["priorityClassName": "high"], 1000, "Never"), ([:], 0, "PreemptLowerPriority"),
                (["priorityClassName": "system-node-critical"], 2_000_001_000, "PreemptLowerPriority"),
            ] as [(JSONValue, Int64, JSONValue)] {
                let spec = try await admin.send("POST", Self.pods, Self.pod(members)).json["spec"]
                #expect(spec?["priority"] == .integer(priority))
                #expect(spec?["preemptionPolicy"] == policy)
            }
            for (members, why) in [
                (["priorityClassName": "nosuch"], "no PriorityClass with name nosuch was found"),
                (["priority": 5], "the integer value of priority (5) must not be provided in pod spec"),
                (["preemptionPolicy": "Never"], "the string value of PreemptionPolicy (Never) must not be provided"),
            ] as [(JSONValue, String)] {
                let refused = try await admin.send("POST", Self.pods, Self.pod(members))
                #expect(refused.code == 403)
                #expect(refused.message.hasPrefix("pods \"p\" is forbidden: \(why)"))
            }
        }
    }
}
