import Kubernetes
import Testing

@testable import BerthAPIServer

/// Causes are those of kube-apiserver 1.20, asked the same.
@Suite struct `A workload` {
    private static let mismatch =
        "spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match template "
        + "`labels`"

    @Test(arguments: ["Deployment", "ReplicaSet", "StatefulSet"])
    func `without a template says what is missing in it`(_ kind: String) throws {
        let missing = [Self.mismatch, "spec.template.spec.containers: Required value"]
        for spec in [[:], ["template": .null]] as [JSONValue] {
            let object: JSONValue = ["metadata": ["name": "w"], "spec": spec]
            #expect(try KindFixture.problems("apps", kind, object) == ["spec.selector: Required value"] + missing)
        }
        let selecting: JSONValue = ["metadata": ["name": "w"], "spec": ["selector": ["matchLabels": ["a": "b"]]]]
        #expect(try KindFixture.problems("apps", kind, selecting) == missing)
        #expect(try KindFixture.problems("apps", kind, ["metadata": ["name": "w"]]).count == 3)
    }

    @Test func `of daemons fits no template without a selector`() throws {
        let object: JSONValue = ["metadata": ["name": "w"], "spec": [:]]
        #expect(
            try KindFixture.problems("apps", "DaemonSet", object) == [
                Self.mismatch, "spec.template.spec.containers: Required value",
            ]
        )
    }

    @Test func `with claims may mount them`() throws {
        let container: JSONValue = [
            "name": "c", "image": "x", "volumeMounts": [["name": "data", "mountPath": "/data"]],
        ]
        var set: JSONValue = [
            "metadata": ["name": "w"],
            "spec": [
                "selector": ["matchLabels": ["a": "b"]], "serviceName": "w",
                "template": ["metadata": ["labels": ["a": "b"]], "spec": ["containers": [container]]],
                "volumeClaimTemplates": [
                    [
                        "metadata": ["name": "data"],
                        "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
                    ]
                ],
            ],
        ]
        #expect(try KindFixture.problems("apps", "StatefulSet", set).isEmpty)
        let claim = try KindFixture.created("apps", "StatefulSet", set)[path: "spec", "volumeClaimTemplates"]?.array?
            .first
        #expect(claim?.kind == "PersistentVolumeClaim")
        #expect(claim?.apiVersion == "v1")
        #expect(claim?["spec"]?["volumeMode"] == "Filesystem")
        set.set(nil, at: ["spec", "volumeClaimTemplates"])
        #expect(
            try KindFixture.problems("apps", "StatefulSet", set) == [
                "spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"data\""
            ]
        )
    }

    @Test func `kept before a default existed is not changed by it`() throws {
        let template: JSONValue = [
            "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": "x"]]],
        ]
        let set: JSONValue = [
            "metadata": ["name": "w"],
            "spec": [
                "selector": ["matchLabels": ["a": "b"]], "serviceName": "w", "template": template,
                "volumeClaimTemplates": [["metadata": ["name": "data"], "spec": ["volumeMode": "Filesystem"]]],
            ],
        ]
        var old = try KindFixture.created("apps", "StatefulSet", set)
        FieldRules.changeEach(&old, "spec", "volumeClaimTemplates") { claim in
            claim.set(nil, at: ["kind"])
            claim.set(nil, at: ["apiVersion"])
        }
        var labelled = old
        labelled.set(["x": "y"], at: ["metadata", "labels"])
        #expect(try KindFixture.problems("apps", "StatefulSet", labelled, old: old).isEmpty)
    }

    @Test func `kept before a rule existed can still be changed elsewhere, and not be made worse`() throws {
        let pod: JSONValue = [
            "metadata": ["name": "p"],
            "spec": ["containers": [["name": "c", "image": "x"]], "hostAliases": [["ip": "x"]]],
        ]
        #expect(try KindFixture.problems("", "Pod", pod).count == 1)
        let old = try KindFixture.created("", "Pod", pod)
        var changed = old
        changed.set(["cleanup.example.com/done"], at: ["metadata", "finalizers"])
        #expect(try KindFixture.problems("", "Pod", changed, old: old).isEmpty)
        changed.set([["name": "c", "image": ""]], at: ["spec", "containers"])
        #expect(
            try KindFixture.problems("", "Pod", changed, old: old).contains("spec.containers[0].image: Required value")
        )
    }
}
