import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `A set of fields` {
    private func set(_ text: String) throws -> FieldSet { try FieldSet(json: JSONValue(parsing: text.utf8)) }

    @Test(arguments: [
        #"{}"#,
        #"{"f:data":{".":{},"f:a":{}},"f:metadata":{"f:labels":{"f:app":{}}}}"#,
        #"{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:image":{},"f:name":{}}}}}"#,
        #"{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{}},"f:set":{"v:\"a\"":{},"v:1":{}},"f:x":{"i:0":{},"i:10":{}}}"#,
        #"{"f:a:b/c.d\"e":{},"f:é":{}}"#,
    ])
    func `reads and writes FieldsV1`(_ text: String) throws {
        #expect(try set(text).json.serialized() == text)
    }

    @Test func `sorts what it writes`() throws {
        let text = #"{"i:2":{},"v:1":{},"k:{\"b\":1,\"a\":2}":{},"f:b":{},"i:10":{},"f:a":{}}"#
        let sorted = #"{"f:a":{},"f:b":{},"k:{\"a\":2,\"b\":1}":{},"v:1":{},"i:2":{},"i:10":{}}"#
        #expect(try set(text).json.serialized() == sorted)
    }

    @Test(arguments: [
        "[]", #""f:a""#, #"{"f:a":1}"#, #"{"f:a":[]}"#, #"{"a":{}}"#, #"{"x:a":{}}"#, #"{"":{}}"#, #"{"f":{}}"#,
        #"{"k:":{}}"#, #"{"k:{}":{}}"#, #"{"k:[1]":{}}"#, #"{"v:":{}}"#, #"{"v:{":{}}"#, #"{"i:":{}}"#, #"{"i:-1":{}}"#,
        #"{"i:99999999999999999999":{}}"#, #"{"i:1x":{}}"#, #"{"é:x":{}}"#,
    ])
    func `refuses what is no FieldsV1`(_ text: String) {
        #expect(throws: FieldSetError.self) { try set(text) }
    }

    @Test func `refuses depth and size beyond its limits`() throws {
        var deep: JSONValue = [:]
        for _ in 0...FieldSet.depthLimit { deep = ["f:a": deep] }
        #expect(throws: FieldSetError.tooDeep(limit: FieldSet.depthLimit)) { try FieldSet(json: deep) }
        var wide = JSONObject()
        for index in 0...FieldSet.countLimit { wide["f:\(index)"] = [:] }
        #expect(throws: FieldSetError.tooManyFields(limit: FieldSet.countLimit)) { try FieldSet(json: .object(wide)) }
    }

    @Test func `keeps names apart that are equal only to people`() throws {
        let both = try set("{\"f:\u{E9}\":{},\"f:e\u{301}\":{}}")
        #expect(both.count == 2)
    }

    @Test func `holds paths, and removes them alone or with what is below`() {
        var set = FieldSet([[.field("a")], [.field("a"), .field("b")], [.field("c"), .index(1)]])
        #expect(set.contains([.field("a")]) && set.contains([.field("c"), .index(1)]))
        #expect(!set.contains([.field("c")]) && !set.contains([]))
        set.remove([.field("a")])
        #expect(!set.contains([.field("a")]) && set.contains([.field("a"), .field("b")]))
        set.remove([.field("a")], isDeep: true)
        set.remove([.field("c"), .index(1)])
        #expect(set.isEmpty)
    }

    @Test func `has as leaves what nothing is below`() throws {
        let text = #"{"f:a":{".":{},"f:b":{}},"f:c":{}}"#
        #expect(try set(text).leaves.json.serialized() == #"{"f:a":{"f:b":{}},"f:c":{}}"#)
    }

    @Test(arguments: 0..<200)
    func `obeys the laws of sets`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let shape = RandomShape()
        let one = FieldSet.of(RandomShape.object(&random), shape)
        let other = FieldSet.of(RandomShape.object(&random), shape)
        #expect(one.union(other) == other.union(one))
        #expect(one.intersection(other) == other.intersection(one))
        #expect(one.subtracting(other).union(one.intersection(other)) == one)
        #expect(one.subtracting(other).intersection(other).isEmpty)
        #expect(one.subtracting(one).isEmpty && one.union(one) == one && one.intersection(one) == one)
        #expect(one.count + other.count == one.union(other).count + one.intersection(other).count)
        #expect(try FieldSet(json: one.json) == one)
        #expect(FieldSet(one.paths) == one && one.paths.count == one.count)
    }

    @Test func `of an object has its leaves, keys and elements`() throws {
        let object = try JSONValue(
            parsing: #"""
                {"labels":{"a":"x"},"selector":{"b":"y"},"items":[{"name":"one","size":1}],"set":["p"],"list":[1],
                "size":null}
                """#.utf8
        )
        #expect(
            FieldSet.of(object, RandomShape()).json.serialized()
                == #"{"f:items":{"k:{\"name\":\"one\",\"port\":80}":{".":{},"f:name":{},"f:size":{}}},"#
                + #""f:labels":{"f:a":{}},"f:list":{},"f:selector":{},"f:set":{"v:\"p\"":{}},"f:size":{}}"#
        )
    }

    @Test func `of a list whose elements cannot be told apart is the list`() throws {
        let object = try JSONValue(parsing: #"{"items":[{"size":1}]}"#.utf8)
        #expect(FieldSet.of(object, RandomShape()).json.serialized() == #"{"f:items":{}}"#)
    }
}
