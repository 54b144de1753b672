import Testing

@testable import Kubernetes

@Suite struct `A YAML document` {
    @Test(arguments: [
        ("a: 1\nb: [x, 'y', \"z\"]\nc:\n- d: e\n  f: ~\n", #"{"a":1,"b":["x","y","z"],"c":[{"d":"e","f":null}]}"#),
        (#"{"a":{"b":[1,2.5,true,null,"x"]}}"#, #"{"a":{"b":[1,2.5,true,null,"x"]}}"#),
        (
            "a: yes\nb: off\nc: 'yes'\nd: \"1\"\ne: !!str 2\nf: !!int '3'\n",
            #"{"a":true,"b":false,"c":"yes","d":"1","e":"2","f":3}"#
        ),
        (
            "a: 0x1F\nb: 0644\nc: 0b11\nd: 1_000\ne: +5\nf: -7\ng: 09\n",
            #"{"a":31,"b":420,"c":3,"d":1000,"e":5,"f":-7,"g":9}"#
        ),
        (
            "a: 1.50\nb: .5\nc: 1.\nd: 1e3\ne: -0.0\nf: 1.2.3\ng: 18446744073709551616\n",
            #"{"a":1.50,"b":0.5,"c":1.,"d":1e3}"#
        ),
        ("a: 2026-01-02\nb: 12:30\nc: '-'\nd: 1.2.3.4\ne: .\nf: 1 2\n", #"{"a":"2026-01-02","b":"12:30","c":"-"}"#),
        ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", #"{"a":"x\ny\n","b":"x y"}"#),
        ("1: a\ntrue: b\n1.5: c\n", #"{"1":"a","true":"b","1.5":"c"}"#),
        ("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n", #"{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":1}]}"#),
        ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n", #"{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}"#),
        ("a: &k x\n*k : 1\n", #"{"a":"x","x":1}"#), ("", "null"), ("---\na: b\n...\n", #"{"a":"b"}"#),
        ("# nothing\n", "null"), ("x", "\"x\""),
    ])
    func `is read as JSON`(_ text: String, _ expected: String) throws {
        let value = try JSONValue(yaml: text)
        // a shorter expectation names the members that are looked at
        if expected.contains("1.,") {
            #expect(value["c"] == 1 && value["b"] == .decimal("0.5") && value["e"] == .decimal("-0.0"))
            #expect(
                value["d"] == .decimal("1e3") && value["f"] == "1.2.3" && value["g"] == .decimal("18446744073709551616")
            )
        } else if expected.contains("12:30") {
            #expect(value == ["a": "2026-01-02", "b": "12:30", "c": "-", "d": "1.2.3.4", "e": ".", "f": "1 2"])
        } else {
            #expect(value.serialized() == expected)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: value.serializedBytes()) }
    }

    @Test(arguments: [
        "a: 1\na: 2\n", "{a: 1, \"a\": 2}", "a: 1\n---\nb: 2\n", "? [a]\n: b\n", "? {a: b}\n: c\n", "a: .inf\n",
        "a: !custom x\n",
        "a: !custom {b: c}\n", "a: *none\n", "a: [", "a: b: c", "\ta: b", "~: x\n", "a: !!int x\n", "a: {<<: 1}\n",
        "a: &x [*x]\n", "%YAML 9.9\n---\na",
        "a: \u{0}", "@a", "a: 'b", "- a\nb: c", "a: 0x\n... x", "a: &x {b: c}\n*x : d\n",
    ])
    func `is refused when it has no JSON form`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(yaml: text) }
    }

    @Test func `says which key came twice, and where`() {
        #expect(throws: JSONError.yaml("line 3: key \"a\" already set in map")) {
            try JSONValue(yaml: "b: 1\na: 1\na: 2\n")
        }
    }

    @Test func `counts what aliases stand for as often as they are used`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<9 {
            let uses = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(uses)]\n"
        }
        #expect(throws: JSONError.tooManyValues(limit: 500_000)) { try JSONValue(yaml: text) }
        var deep = "a0: &a0 [x]\n"
        for level in 1..<800 { deep += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(throws: JSONError.tooDeep(limit: 500)) {
            try JSONValue(yaml: deep, limits: JSONLimits(depthLimit: 500))
        }
    }

    @Test func `is refused when it nests too deeply or is too large`() throws {
        let limits = JSONLimits(depthLimit: 3, nodeLimit: 10)
        #expect(throws: JSONError.tooDeep(limit: 3)) { try JSONValue(yaml: "[[[[x]]]]", limits: limits) }
        #expect(throws: JSONError.tooManyValues(limit: 10)) {
            try JSONValue(yaml: "[1,2,3,4,5,6,7,8,9,0]", limits: limits)
        }
        #expect(throws: JSONError.self) { try JSONValue(yaml: String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.self) { try JSONValue(yaml: String(repeating: "a: ", count: 100_000)) }
        #expect(throws: JSONError.self) { try JSONValue(yaml: String(repeating: " ", count: 3_200_000)) }
        let isRead = try SmallStack.run {
            let depth = 900
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return try JSONValue(yaml: text).depth == depth
        }
        #expect(isRead)
    }
}
