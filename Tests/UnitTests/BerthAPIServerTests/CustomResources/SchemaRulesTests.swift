import Kubernetes
import Testing

@testable import BerthAPIServer

/// Fields and texts are those of kube-apiserver 1.20, asked the same.
@Suite struct `The schema of a definition` {
    private func problems(_ member: JSONValue) -> [String] {
        let schema: JSONValue = ["type": "object", "properties": ["a": member]]
        return SchemaRules.problems(schema, "s")
            .map { "\($0.field): \($0.message)".replacing("s.properties[a].", with: "") }
    }

    @Test(
        arguments: [
            (
                ["type": "string", "default": 1],
                "default: Invalid value: \"integer\": must be of type string: \"integer\""
            ),
            (
                ["type": "string", "enum": ["x"], "default": "y"],
                "default: Unsupported value: \"y\": supported values: \"x\""
            ),
            (
                ["type": "object", "properties": ["b": ["type": "string"]], "default": ["c": 1]],
                "default: Invalid value: {\"c\":1}: must not have unknown fields"
            ),
            (
                ["type": "object", "properties": ["b": ["type": "string"]], "required": ["b"], "default": [:]],
                "default.b: Required value"
            ),
            (
                ["type": "array", "items": ["type": "string", "default": 5]],
                "items.default: Invalid value: \"integer\": must be of type string: \"integer\""
            ),
            (
                ["type": "array", "items": ["type": "object"], "x-kubernetes-list-type": "set"],
                "items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with "
                    + "x-kubernetes-list-type=set"
            ),
            (
                [
                    "type": "array", "items": ["type": "object", "properties": ["k": ["type": "string"]]],
                    "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                ],
                "items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it "
                    + "must have a default or be a required property"
            ),
            (
                ["type": "string", "x-kubernetes-list-map-keys": ["k"]],
                "x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty"
            ),
            (
                ["type": "object", "x-kubernetes-preserve-unknown-fields": false],
                "x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined"
            ),
            (
                ["type": "string", "anyOf": [["type": "integer"]]],
                "anyOf[0].type: Forbidden: must be empty to be structural"
            ),
            (
                ["type": "string", "allOf": [["default": "x"]]],
                "allOf[0].default: Forbidden: must be undefined to be structural"
            ),
        ] as [(JSONValue, String)]
    )
    func `is refused when it fits nothing`(_ member: JSONValue, _ problem: String) {
        #expect(problems(member) == [problem])
    }

    /// As generators of operators write them.
    @Test(
        arguments: [
            [
                "anyOf": [["type": "integer"], ["type": "string"]], "x-kubernetes-int-or-string": true,
                "default": "25%",
            ],
            [
                "x-kubernetes-int-or-string": true, "pattern": "^[0-9]+$",
                "allOf": [["anyOf": [["type": "integer"], ["type": "string"]]]],
            ],
            ["type": "object", "default": [:], "properties": ["b": ["type": "integer", "default": 1]]],
            [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"],
                "items": [
                    "type": "object", "required": ["port"],
                    "properties": ["port": ["type": "integer"], "protocol": ["type": "string", "default": "TCP"]],
                ],
            ],
            ["type": "object", "oneOf": [["required": ["b"]], ["not": ["required": ["c"]]]]],
            ["type": "object", "properties": ["b": ["type": "string"]], "additionalProperties": true],
            ["type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true],
            ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"], "default": ["a"]],
            ["type": "string", "nullable": true, "default": .null], ["type": "string", "default": .null],
        ] as [JSONValue]
    )
    func `is taken as operators write it`(_ member: JSONValue) { #expect(problems(member).isEmpty) }

    @Test func `says nothing of the metadata but how names look`() {
        func found(_ metadata: JSONValue) -> [String] {
            SchemaRules.problems(["type": "object", "properties": ["metadata": metadata]], "s").map(\.field)
        }
        #expect(found(["type": "object"]).isEmpty)
        #expect(found(["type": "object", "properties": ["name": ["type": "string", "maxLength": 9]]]).isEmpty)
        #expect(found(["type": "object", "properties": ["labels": ["type": "object"]]]) == ["s.properties[metadata]"])
        #expect(found(["type": "object", "default": [:]]).contains("s.properties[metadata].default"))
    }

    @Test func `belongs to objects that say what they are`() async throws {
        let kind = ResourceKind(
            GroupVersionKind(group: "zoo.example", version: "v1", kind: "Lion"),
            resource: "lions",
            isNamespaced: true
        )
        func refusal(_ object: JSONValue) -> Status? {
            do throws(Status) {
                try ObjectIdentity.requireKind(of: object, kind)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(["kind": "Lion", "apiVersion": "zoo.example/v1"]) == nil)
        #expect(refusal(["metadata": ["name": "a"]])?.code == 400)
        #expect(refusal(["kind": "Lion"])?.code == 400)
        let other = refusal(["kind": "Tiger", "apiVersion": "zoo.example/v1", "metadata": ["name": "a"]])
        #expect(other?.code == 422)
        #expect(other?.message == "Tiger.zoo.example \"a\" is invalid: kind: Invalid value: \"Tiger\": must be Lion")
    }
}
