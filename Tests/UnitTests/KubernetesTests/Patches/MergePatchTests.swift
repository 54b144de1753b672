import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `A merge patch` {
    /// The examples of RFC 7386, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#), (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func `does as the standard's examples`(_ document: String, _ patch: String, _ expected: String) throws {
        let result = try MergePatch.apply(JSONValue(parsing: patch.utf8), to: JSONValue(parsing: document.utf8))
        #expect(result.serialized() == expected)
    }

    /// The smallest patch that makes `new` of `old`; both without nulls.
    private func difference(_ old: JSONObject, _ new: JSONObject) -> JSONObject {
        var patch = JSONObject()
        for member in old where new[member.name] == nil { patch[member.name] = .null }
        for member in new where old[member.name] != member.value {
            if let before = old[member.name]?.object, let after = member.value.object {
                patch[member.name] = .object(difference(before, after))
            } else {
                patch[member.name] = member.value
            }
        }
        return patch
    }

    @Test func `keeps its laws with random documents`() throws {
        var trees = RandomTree(seed: 5)
        for _ in 0..<3_000 {
            let old = trees.object(nulls: false)
            let new = trees.object(nulls: false)
            let patch = trees.object(nulls: true)
            let first = try MergePatch.apply(patch, to: old)
            // once is as twice
            #expect(try MergePatch.apply(patch, to: first) == first)
            // nothing changes nothing
            #expect(try MergePatch.apply([:], to: old) == old)
            // a naive reading says the same
            #expect(first == naive(patch, old))
            // what differs, applied, leads from one to the other
            guard let before = old.object, let after = new.object else { continue }
            #expect(try MergePatch.apply(.object(difference(before, after)), to: old) == new)
        }
    }

    /// The pseudocode of RFC 7386 §2, word by word.
    private func naive(_ patch: JSONValue, _ target: JSONValue) -> JSONValue {
        guard let patch = patch.object else { return patch }
        var result = target.object ?? JSONObject()
        for member in patch {
            if member.value.isNull {
                result[member.name] = nil
            } else {
                result[member.name] = naive(member.value, result[member.name] ?? .null)
            }
        }
        return .object(result)
    }

    @Test func `needs no stack for depth and no time for many members`() throws {
        let isDone = try SmallStack.run {
            let text = String(repeating: "{\"a\":", count: 999) + "{\"b\":1}" + String(repeating: "}", count: 999)
            let patch = try JSONValue(parsing: text.utf8)
            return try MergePatch.apply(patch, to: [:]) == patch && MergePatch.apply(patch, to: patch) == patch
        }
        #expect(isDone)
        let many = JSONValue.object(JSONObject((0..<30_000).map { ("m\($0)", JSONValue.integer(1)) }))
        let removal = JSONValue.object(JSONObject((0..<30_000).map { ("m\($0)", JSONValue.null) }))
        let time = try CPUTime.measure {
            let rest = try MergePatch.apply(removal, to: many)
            #expect(rest == [:])
        }
        #expect(time < .seconds(60))
    }
}
