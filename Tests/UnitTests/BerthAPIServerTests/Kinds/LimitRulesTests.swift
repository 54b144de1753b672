import Kubernetes
import Testing

@testable import BerthAPIServer

/// Fields are those that kube-apiserver 1.20 names, asked the same.
@Suite struct `A limit` {
    private func fields(_ limits: JSONValue) throws -> [String] {
        try KindFixture.fields("", "LimitRange", ["metadata": ["name": "l"], "spec": ["limits": limits]])
            .map { $0.replacing("spec.limits[0].", with: "") }
    }

    @Test(
        arguments: [
            (["type": "Container", "maxLimitRequestRatio": ["cpu": "0"]], ["maxLimitRequestRatio[cpu]"]),
            (
                [
                    "type": "Container", "min": ["cpu": "2"], "max": ["cpu": "4"], "maxLimitRequestRatio": ["cpu": "3"],
                ], ["maxLimitRequestRatio[cpu]"]
            ),
            (["type": "X"], ["type"]), ([:], ["type"]),
            (
                ["type": "Container", "default": ["cpu": "2"], "max": ["cpu": "1"]],
                ["defaultRequest[cpu]", "default[cpu]"]
            ),
            (
                ["type": "Container", "default": ["cpu": "1"], "min": ["cpu": "2"]],
                ["defaultRequest[cpu]", "default[cpu]"]
            ),
            (
                ["type": "Container", "min": ["cpu": "2"], "max": ["cpu": "1"]],
                ["min[cpu]", "defaultRequest[cpu]", "default[cpu]"]
            ),
            (["type": "Container", "defaultRequest": ["cpu": "3"], "default": ["cpu": "2"]], ["defaultRequest[cpu]"]),
            (["type": "Pod", "default": ["cpu": "1"]], ["default"]), (["type": "PersistentVolumeClaim"], ["limits"]),
            (["type": "Pod", "max": ["pods": "1"]], ["max[pods]"]),
            (["type": "Container", "min": ["cpu": "100m"], "max": ["cpu": "1", "memory": "1Gi"]], []),
            (["type": "openshift.io/Image", "max": ["storage": "1Gi"]], []),
            (["type": "PersistentVolumeClaim", "max": ["storage": "1Gi"]], []),
        ] as [(JSONValue, [String])]
    )
    func `is one that something can keep`(_ limit: JSONValue, _ expected: [String]) throws {
        #expect(try fields([limit]) == expected)
    }

    @Test func `of a type comes once`() throws {
        #expect(try fields([["type": "Pod"], ["type": "Pod"]]) == ["spec.limits[1].type"])
    }

    @Test(
        arguments: [
            (["hard": ["pods": "1.5"]], ["spec.hard[pods]"]),
            (["hard": ["count/jobs.batch": "1.5"]], ["spec.hard[count/jobs.batch]"]),
            (["hard": ["pods": "1"], "scopes": ["X"]], ["spec.scopes"]),
            (["hard": ["cpu": "1"], "scopes": ["BestEffort"]], ["spec.scopes"]),
            (["hard": ["pods": "1"], "scopes": ["BestEffort", "NotBestEffort"]], ["spec.scopes"]),
            (
                [
                    "hard": ["pods": "1"],
                    "scopeSelector": ["matchExpressions": [["scopeName": "PriorityClass", "operator": "In"]]],
                ], ["spec.scopeSelector.matchExpressions.values"]
            ),
            (["hard": ["pods": "1", "requests.memory": "1.5Gi"], "scopes": ["NotTerminating"]], []),
            (
                [
                    "hard": [
                        "gold.storageclass.storage.k8s.io/requests.storage": "1Gi", "requests.example.com/gpu": "1",
                    ]
                ], []
            ),
        ] as [(JSONValue, [String])]
    )
    func `of a quota is one that can be counted`(_ spec: JSONValue, _ expected: [String]) throws {
        #expect(try KindFixture.fields("", "ResourceQuota", ["metadata": ["name": "q"], "spec": spec]) == expected)
    }
}
