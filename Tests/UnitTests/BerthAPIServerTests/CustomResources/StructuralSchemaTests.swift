import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A structural schema` {
    private static let text = #"""
        {"type":"object","required":["spec"],"properties":{
          "spec":{"type":"object","required":["size"],"properties":{
            "size":{"type":"integer","minimum":1,"maximum":9},
            "name":{"type":"string","pattern":"^[a-z]+$","maxLength":5,"default":"abc"},
            "colour":{"type":"string","enum":["red","green"],"nullable":true},
            "port":{"x-kubernetes-int-or-string":true},
            "any":{"x-kubernetes-preserve-unknown-fields":true},
            "map":{"type":"object","additionalProperties":{"type":"object","properties":{"a":{"type":"boolean","default":true}}}},
            "list":{"type":"array","maxItems":2,"items":{"type":"object","properties":{"k":{"type":"string"}}},
              "x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]}}}}}
        """#

    private func schema() throws -> StructuralSchema {
        StructuralSchema(parsing: try JSONValue(parsing: Array(Self.text.utf8)))
    }

    private func object(_ spec: String) throws -> JSONValue {
        try JSONValue(parsing: Array(#"{"kind":"K","apiVersion":"g/v1","metadata":{"name":"n"},"spec":\#(spec)}"#.utf8))
    }

    @Test func `prunes what it does not know and fills in defaults`() throws {
        let schema = try schema()
        var value = try object(
            #"{"size":2,"x":1,"any":{"deep":[1]},"map":{"m":{"b":1}},"list":[{"k":"1","z":2}],"name":null}"#
        )
        schema.prune(&value, isRoot: true)
        schema.applyDefaults(to: &value)
        #expect(
            value["spec"] == [
                "size": 2, "any": ["deep": [1]], "map": ["m": ["a": true]], "list": [["k": "1"]], "name": "abc",
            ]
        )
        #expect(value.name == "n")
    }

    @Test(arguments: [
        (#"{"size":0}"#, "spec.size", "Invalid value: 0: spec.size in body should be greater than or equal to 1"),
        (
            #"{"size":"1"}"#, "spec.size",
            #"Invalid value: "string": spec.size in body must be of type integer: "string""#
        ),
        ("{}", "spec.size", "Required value"),
        (#"{"size":1,"name":"ABC"}"#, "spec.name", #"Invalid value: "ABC": spec.name in body should match '^[a-z]+$'"#),
        (#"{"size":1,"name":"abcdef"}"#, "spec.name", "Too long: may not be more than 5 bytes"),
        (
            #"{"size":1,"colour":"blue"}"#, "spec.colour",
            #"Unsupported value: "blue": supported values: "red", "green""#
        ),
        (
            #"{"size":1,"port":true}"#, "spec.port",
            #"Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean""#
        ),
        (#"{"size":1,"list":[{"k":"a"},{"k":"a"}]}"#, "spec.list[1]", #"Duplicate value: "["a"]""#),
        (#"{"size":1,"list":[{},{"k":"b"},{"k":"c"}]}"#, "spec.list", "Too many: 3: must have at most 2 items"),
    ])
    func `refuses`(_ spec: String, _ field: String, _ message: String) throws {
        let causes = try schema().problems(in: try object(spec))
        #expect(causes.map(\.field) == [field])
        #expect(causes.first?.message == message)
    }

    @Test(arguments: [#"{"size":9,"port":80,"colour":null}"#, #"{"size":1,"port":"http","any":[null]}"#])
    func `takes`(_ spec: String) throws {
        #expect(try schema().problems(in: try object(spec)).isEmpty)
    }

    @Test func `names unknown members for strict validation`() throws {
        let value = try object(#"{"size":1,"x":1,"any":{"y":1},"list":[{"z":1}],"map":{"m":{"q":1}}}"#)
        var found: [String] = []
        try schema().collectUnknown(in: value, at: "", isRoot: true, &found)
        #expect(found == ["spec.x", "spec.list[0].z", "spec.map.m.q"])
    }

    @Test func `shows of what was stored by another only what both have`() throws {
        func schema(_ members: String) throws -> StructuralSchema {
            StructuralSchema(parsing: try JSONValue(parsing: Array("{\"properties\":{\(members)}}".utf8)))
        }
        let (one, two) = (#""a":{"type":"string"},"old":{}"#, #""a":{"type":"string"},"b":{},"c":{"default":1}"#)
        let rules = CustomResourceRules(schema: try schema(two), hasStatus: false, storage: try schema(one))
        var shown: JSONValue = ["metadata": ["name": "x"], "a": "1", "old": "o", "status": [:]]
        rules.decorate(&shown, DecorationEnvironment())
        #expect(shown == ["metadata": ["name": "x"], "a": "1", "c": 1])
        var written: JSONValue = ["metadata": ["name": "x"], "a": "1", "b": "2"]
        rules.prepareForCreate(&written)
        #expect(written["b"] == nil)
        #expect(written["a"] == "1")
    }

    @Test func `is refused in a definition when a type is missing`() throws {
        let json: JSONValue = ["type": "object", "properties": ["spec": ["properties": ["a": ["type": "array"]]]]]
        let causes = SchemaRules.problems(json, "s")
        #expect(
            causes.map(\.field) == ["s.properties[spec].type", "s.properties[spec].properties[a].items"]
        )
    }
}
