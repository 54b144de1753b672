import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A custom resource definition` {
    private static let definition: JSONValue = [
        "metadata": ["name": "lions.zoo.example"],
        "spec": [
            "group": "zoo.example", "scope": "Namespaced",
            "names": ["plural": "lions", "kind": "Lion", "shortNames": ["li"]],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true,
                    "schema": [
                        "openAPIV3Schema": [
                            "type": "object",
                            "properties": ["spec": ["type": "object", "properties": ["n": ["type": "integer"]]]],
                        ]
                    ],
                    "subresources": [
                        "status": [:], "scale": ["specReplicasPath": ".spec.n", "statusReplicasPath": ".status.n"],
                    ],
                    "additionalPrinterColumns": [["name": "N", "type": "integer", "jsonPath": ".spec.n"]],
                ],
                [
                    "name": "v1beta1", "served": false, "storage": false,
                    "schema": ["openAPIV3Schema": ["type": "object"]],
                ],
            ],
        ],
    ]

    private func created(_ definition: JSONValue) -> JSONValue {
        var object = definition
        DefinitionRules.rules.prepareForCreate(&object)
        return object
    }

    private func fields(_ change: (inout JSONValue) -> Void, old: JSONValue? = nil) -> [String] {
        var object = Self.definition
        change(&object)
        object = created(object)
        return DefinitionRules.rules.validate(object, old: old).map(\.field)
    }

    @Test func `is filled in, and kept until its objects are gone`() {
        let object = created(Self.definition)
        #expect(object[path: "spec", "names", "listKind"] == "LionList")
        #expect(object[path: "spec", "names", "singular"] == "lion")
        #expect(object[path: "spec", "conversion", "strategy"] == "None")
        #expect(object[path: "status", "storedVersions"]?.strings == ["v1"])
        #expect(object.finalizers == [DefinitionRules.finalizer])
        #expect(DefinitionRules.rules.validate(object, old: nil).isEmpty)
    }

    @Test func `is refused when its parts do not fit`() {
        #expect(fields { $0.set("other", at: ["metadata", "name"]) } == ["metadata.name"])
        #expect(fields { $0.set("Everywhere", at: ["spec", "scope"]) } == ["spec.scope"])
        #expect(fields { $0.set("Webhook", at: ["spec", "conversion", "strategy"]) } == ["spec.conversion.strategy"])
        #expect(fields { $0.set([], at: ["spec", "versions"]) } == ["spec.versions"])
        #expect(
            fields {
                $0.set("batch.k8s.io", at: ["spec", "group"])
                $0.set("lions.batch.k8s.io", at: ["metadata", "name"])
            } == ["metadata.annotations[api-approved.kubernetes.io]"]
        )
        #expect(
            fields {
                FieldRules.changeEach(&$0, "spec", "versions") { $0.set(nil, at: ["schema"]) }
            } == [
                "spec.versions[0].schema.openAPIV3Schema", "spec.versions[1].schema.openAPIV3Schema",
            ]
        )
    }

    @Test func `keeps its names once it is in force`() {
        let old = DefinitionStatus.applied(to: created(Self.definition), conflict: nil, time: "2020-01-01T00:00:00Z")
        #expect(Cell.isTrue(old, "Established"))
        #expect(fields({ $0.set("Cluster", at: ["spec", "scope"]) }, old: old) == ["spec.scope"])
        let again = DefinitionStatus.applied(to: old, conflict: nil, time: "2021-01-01T00:00:00Z")
        #expect(again == old)
    }

    @Test func `says which name is taken`() {
        let object = DefinitionStatus.applied(
            to: created(Self.definition),
            conflict: .init(reason: "KindConflict", name: "Lion"),
            time: "2020-01-01T00:00:00Z"
        )
        #expect(!Cell.isTrue(object, "Established"))
        #expect(Cell.condition(object, "NamesAccepted")?["message"] == "\"Lion\" is already in use")
    }

    @Test func `is served in its versions with columns, status and scale`() throws {
        let served = CustomResourceKinds.served(by: created(Self.definition))
        let kind = try #require(served.first).kind
        #expect(served.count == 1)
        #expect(kind.isCustom && kind.isNamespaced && kind.storageVersion == "v1")
        #expect(kind.subresources.map(\.name) == ["status", "scale"])
        #expect(kind.scale.specReplicas == ["spec", "n"])
        #expect(kind.columns.map(\.name) == ["Name", "N"])
        #expect(kind.columns[1].cell(["spec": ["n": 4]], 0) == 4)
        #expect(kind.columns[1].cell(["spec": ["n": "x"]], 0).isNull)
        var object: JSONValue = ["metadata": ["name": "x"], "spec": ["n": 1, "z": 2], "status": ["n": 1]]
        kind.strategy.prepareForCreate(&object)
        #expect(object["spec"] == ["n": 1])
        #expect(object["status"] == nil)
    }
}
