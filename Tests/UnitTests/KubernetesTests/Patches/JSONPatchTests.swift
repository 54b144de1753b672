import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `A JSON patch` {
    private func patched(_ document: String, _ patch: String) throws -> String {
        try JSONPatch(parsing: JSONValue(parsing: patch.utf8)).applied(to: JSONValue(parsing: document.utf8))
            .serialized()
    }

    /// Mostly the examples of RFC 6902, appendix A.
    @Test(arguments: [
        (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
        (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
        (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc"]}]"#, #"{"foo":["bar",["abc"]]}"#),
        (#"{"foo":[]}"#, #"[{"op":"add","path":"/foo/0","value":null}]"#, #"{"foo":[null]}"#),
        (#"{"foo":1}"#, #"[{"op":"add","path":"/foo","value":2}]"#, #"{"foo":2}"#),
        (#"{"foo":1}"#, #"[{"op":"add","path":"","value":[2]}]"#, "[2]"),
        (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{"b":2}"#),
        (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
        (#"{"a":1,"b":{"c":2}}"#, #"[{"op":"replace","path":"/b/c","value":{"d":3}}]"#, #"{"a":1,"b":{"c":{"d":3}}}"#),
        (#"{"a":{"b":1},"c":{}}"#, #"[{"op":"move","from":"/a/b","path":"/c/d"}]"#, #"{"a":{},"c":{"d":1}}"#),
        (
            #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
            #"{"foo":["all","cows","eat","grass"]}"#
        ),
        (
            #"{"a":[1],"b":0}"#, #"[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]"#,
            #"{"a":[1],"b":[1,2]}"#
        ),
        (
            #"{"a":1.0,"b":[{"c":100}]}"#,
            #"[{"op":"test","path":"/a","value":1},{"op":"test","path":"/b","value":[{"c":1e2}]}]"#,
            #"{"a":1.0,"b":[{"c":100}]}"#
        ),
        (
            #"{"/":9,"~1":10,"":1}"#,
            #"[{"op":"test","path":"/~01","value":10},{"op":"test","path":"/~1","value":9},{"op":"test","path":"/","value":1}]"#,
            #"{"/":9,"~1":10,"":1}"#
        ),
        (
            #"{"a":null}"#, #"[{"op":"test","path":"/a","value":null},{"op":"replace","path":"/a","value":1}]"#,
            #"{"a":1}"#
        ),
        (
            #"{"a":1}"#, #"[{"op":"move","from":"/a","path":"/a"},{"op":"add","path":"/b","value":1,"xyz":3}]"#,
            #"{"a":1,"b":1}"#
        ),
        ("{}", "[]", "{}"),
    ])
    func `does what its operations say`(_ document: String, _ patch: String, _ expected: String) throws {
        #expect(try patched(document, patch) == expected)
    }

    @Test(arguments: [
        (
            #"{"op":"add","path":"/x/y","value":1}"#,
            #"add operation does not apply: doc is missing path: "/x/y": missing value"#
        ),
        (
            #"{"op":"remove","path":"/x"}"#,
            "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value"
        ),
        (
            #"{"op":"replace","path":"/x","value":1}"#,
            #"replace operation does not apply: doc is missing key: "/x": missing value"#
        ),
        (
            #"{"op":"move","from":"/x","path":"/y"}"#,
            #"move operation does not apply: doc is missing from path: "/x": missing value"#
        ),
        (
            #"{"op":"copy","from":"/x","path":"/y"}"#,
            #"copy operation does not apply: doc is missing from path: "/x": missing value"#
        ),
        (#"{"op":"test","path":"/a","value":2}"#, "testing value /a failed: test failed"),
        (#"{"op":"test","path":"/x","value":null}"#, "testing value /x failed: test failed"),
        (
            #"{"op":"add","path":"/l/3","value":1}"#,
            "error in add for path: '/l/3': Unable to access invalid index: 3: invalid index referenced"
        ),
        (
            #"{"op":"add","path":"/l/01","value":1}"#,
            "error in add for path: '/l/01': Unable to access invalid index: 01: invalid index referenced"
        ),
        (
            #"{"op":"remove","path":"/l/-"}"#,
            "error in remove for path: '/l/-': Unable to access invalid index: -: invalid index referenced"
        ),
        (
            #"{"op":"remove","path":"/l/-1"}"#,
            "error in remove for path: '/l/-1': Unable to access invalid index: -1: invalid index referenced"
        ),
        (
            #"{"op":"add","path":"/l/99999999999999999999","value":1}"#,
            "error in add for path: '/l/99999999999999999999': Unable to access invalid index: 99999999999999999999: invalid index referenced"
        ),
        (
            #"{"op":"move","from":"/o","path":"/o/p"}"#,
            #"move operation does not apply: "/o" cannot be moved into itself"#
        ),
        (
            #"{"op":"add","path":"/a/b","value":1}"#,
            #"add operation does not apply: doc is missing path: "/a/b": missing value"#
        ),
        (#"{"op":"add","path":"/x"}"#, "operation missing value field: missing value"),
        (#"{"op":"add","value":1}"#, "operation missing path field: missing value"),
        (#"{"op":"spam","path":"/x"}"#, "Unexpected kind: spam"), (#"{"path":"/x"}"#, "Unexpected kind: unknown"),
        (#"{"op":"add","path":"x","value":1}"#, #""x" is no JSON pointer"#),
        (#"{"op":"add","path":"/~2","value":1}"#, #""/~2" is no JSON pointer"#),
        (#"{"op":"add","path":"/~","value":1}"#, #""/~" is no JSON pointer"#),
    ])
    func `is refused where it does not fit`(_ operation: String, _ message: String) {
        #expect(throws: PatchError.inapplicable(message)) {
            try patched(#"{"a":1,"l":[1,2],"o":{"p":{}}}"#, "[\(operation)]")
        }
    }

    @Test(arguments: ["{}", "1", "[1]", "[[]]"])
    func `is refused when it is none`(_ patch: String) {
        #expect(throws: PatchError.self) { try patched("{}", patch) }
    }

    @Test func `takes no more than so many operations`() throws {
        let step: JSONValue = ["op": "test", "path": "", "value": [:]]
        #expect(throws: Never.self) {
            try JSONPatch(parsing: .array(Array(repeating: step, count: 10_000))).applied(to: [:])
        }
        #expect(throws: PatchError.tooLarge("The allowed maximum operations in a JSON patch is 10000, got 10001")) {
            try JSONPatch(parsing: .array(Array(repeating: step, count: 10_001)))
        }
    }

    @Test func `cannot grow a document without end by copies`() throws {
        let steps = (0..<60).map { _ in #"{"op":"copy","from":"/a","path":"/a/-"}"# }.joined(separator: ",")
        #expect(throws: PatchError.self) { try patched(#"{"a":["0123456789"]}"#, "[\(steps)]") }
    }

    @Test func `cannot nest a document without end`() throws {
        let isRefused = try SmallStack.run {
            let half = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
            let deep = "/0" + String(repeating: "/0", count: 598)
            for step in [
                #"{"op":"copy","from":"/b","path":"/a\#(deep)/-"}"#,
                #"{"op":"move","from":"/b","path":"/a\#(deep)/-"}"#,
                #"{"op":"add","path":"/a\#(deep)/-","value":\#(half)}"#,
            ] {
                let patch = try JSONPatch(parsing: JSONValue(parsing: "[\(step)]".utf8))
                let document = try JSONValue(parsing: "{\"a\":\(half),\"b\":\(half)}".utf8)
                do {
                    _ = try patch.applied(to: document)
                    return false
                } catch let error as PatchError {
                    guard case .tooLarge = error else { return false }
                }
            }
            return true
        }
        #expect(isRefused)
        // moving to and fro is no growth
        let there = #"{"op":"move","from":"/a/b","path":"/c"},{"op":"move","from":"/c","path":"/a/b"}"#
        let moves = "[" + Array(repeating: there, count: 2_000).joined(separator: ",") + "]"
        #expect(try patched(#"{"a":{"b":[1]}}"#, moves) == #"{"a":{"b":[1]}}"#)
    }

    /// Operations that make `new` of `old`.
    private func difference(_ old: JSONValue, _ new: JSONValue, _ path: String) -> [JSONValue] {
        guard old != new else { return [] }
        func step(_ name: String) -> String {
            "\(path)/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        }
        switch (old, new) {
        case (.object(let old), .object(let new)):
            var steps: [JSONValue] = []
            for member in old where new[member.name] == nil {
                steps.append(["op": "remove", "path": .string(step(member.name))])
            }
            for member in new {
                if let before = old[member.name] {
                    steps += difference(before, member.value, step(member.name))
                } else {
                    steps.append(["op": "add", "path": .string(step(member.name)), "value": member.value])
                }
            }
            return steps
        case (.array(let old), .array(let new)):
            var steps = zip(old, new).enumerated().flatMap { difference($1.0, $1.1, "\(path)/\($0)") }
            for index in stride(from: old.count, to: new.count, by: -1) {
                steps.append(["op": "remove", "path": .string("\(path)/\(index - 1)")])
            }
            for element in new.dropFirst(old.count) {
                steps.append(["op": "add", "path": .string("\(path)/-"), "value": element])
            }
            return steps
        default: return [["op": "replace", "path": .string(path), "value": new]]
        }
    }

    @Test func `leads by its differences from one random document to another`() throws {
        var trees = RandomTree(seed: 6)
        for _ in 0..<3_000 {
            let (old, new) = (trees.object(nulls: true), trees.object(nulls: true))
            let steps = difference(old, new, "")
            #expect(try JSONPatch(parsing: .array(steps)).applied(to: old) == new)
            let checked = [["op": "test", "path": "", "value": old]] + steps
            #expect(try JSONPatch(parsing: .array(checked)).applied(to: old) == new)
        }
    }

    @Test func `does many operations in a large document in time that grows with their number`() throws {
        let large = JSONValue.array((0..<20_000).map { .integer($0) })
        let steps = (0..<10_000).map { #"{"op":"replace","path":"/a/\#($0)","value":"x"}"# }.joined(separator: ",")
        let patch = try JSONPatch(parsing: JSONValue(parsing: "[\(steps)]".utf8))
        let time = try CPUTime.measure { _ = try patch.applied(to: ["a": large]) }
        #expect(time < .seconds(60))
    }
}
