import Kubernetes

/// The bodies and selectors that an API server takes from strangers.
extension UntrustedInput {
    /// Inputs that these parsers take.
    var kubernetesSeeds: [String] {
        switch self {
        case .objectJSON:
            [
                #"{"kind":"Pod","metadata":{"name":"a","labels":{"x":"\u00e9\ud83d\ude00"}},"spec":{"list":[1,-2,1.5e10,true,null,[[]]],"a":1,"a":2}}"#,
                #"[-0,9223372036854775807,9223372036854775808,"\"\\\/\b\f\n\r\t"]"#,
            ]
        case .objectYAML:
            [
                "a: &x {b: 1, c: [yes, 0x1F, 1.5, ~]}\nd:\n  <<: *x\n  e: |\n    text\nf:\n- x: y\n",
                "a: !!str 1\n\"b\": 'c'\nd: >-\n  e\n  f\n1: 2\n", "- [a, {b: c}]\n- ? d\n  : 2026-01-02\n",
            ]
        case .labelSelector: ["a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1,m<2", "example.com/a==b", "in in (in,notin)"]
        case .fieldSelector: [#"metadata.name=a\,b\=c\\d,status.phase!=Running,x==y"#, "spec.nodeName="]
        case .jsonPatch:
            [
                #"[{"a":{"b":[1,2]},"c/d":null},[{"op":"add","path":"/a/b/-","value":[3]},{"op":"move","from":"/a/b/0","path":"/e"},{"op":"copy","from":"/a","path":"/f"},{"op":"test","path":"/e","value":1.0},{"op":"replace","path":"/c~1d","value":{}},{"op":"remove","path":"/a"}]]"#
            ]
        case .mergePatch: [#"[{"a":{"b":1,"c":[1]},"d":2},{"a":{"b":null,"e":{"f":null}},"d":[null]}]"#]
        case .strategicPatch:
            [
                #"[{"metadata":{"finalizers":["a","b"]},"spec":{"containers":[{"name":"a","env":[{"name":"x"}]},{"name":"b"}],"volumes":[{"name":"v","emptyDir":{}}]}},{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]},"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}],"containers":[{"name":"c","tty":true},{"name":"a","env":[{"$patch":"delete","name":"x"}]},{"$patch":"delete","name":"b"}],"volumes":[{"$retainKeys":["name","secret"],"name":"v","secret":{"secretName":"s"}}],"securityContext":{"$patch":"replace","fsGroup":1}}}]"#
            ]
        case .protobuf:
            [
                "k8s\0\u{0A}\u{0C}\u{0A}\u{02}v1\u{12}\u{06}Secret\u{12}\u{27}\u{0A}\u{1B}\u{0A}\u{02}s1\u{12}\0\u{1A}\u{09}sandbox-1\"\0*\0\u{32}\0\u{38}\0B\0\u{12}\u{06}\u{0A}\u{01}k\u{12}\u{01}v\u{1A}\0\u{1A}\0\"\0",
                "k8s\0\u{0A}\u{09}\u{0A}\u{02}v1\u{12}\u{03}Pod\u{12}\u{20}\u{0A}\u{0A}\u{0A}\u{02}p1B\u{04}\u{08}\u{02}\u{10}\u{01}\u{12}\u{12}\u{12}\u{0E}\u{0A}\u{01}cR\u{09}\u{0A}\u{07}\u{12}\u{05}\u{12}\u{03}\u{1A}\u{01}x\u{28}\u{05}",
                "k8s\0\u{0A}\u{1D}\u{0A}\u{07}apps/v1\u{12}\u{12}ControllerRevision\u{12}\u{0D}\u{12}\u{09}\u{0A}\u{07}{\"a\":1}\u{18}\u{01}",
            ]
        case .managedFields:
            [
                #"[{"manager":"a","operation":"Apply","apiVersion":"v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{".":{},"f:replicas":{},"f:list":{"k:{\"name\":\"a\",\"port\":80}":{".":{},"f:name":{}},"v:\"b\"":{},"i:3":{}}}}},{"manager":"b","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:status":{}},"subresource":"status"}]"#
            ]
        default: []
        }
    }

    /// Whether a tree reads back from what is written of it.
    private static func readsBack(_ value: JSONValue) -> Bool {
        guard value.depth <= JSONLimits.deepest else { return false }
        return (try? JSONValue(parsing: value.serializedBytes(), limits: JSONLimits(nodeLimit: 10_000_000))) == value
    }

    static func objectJSON(_ bytes: [UInt8]) -> Bool {
        var duplicates: [String] = []
        guard let value = try? JSONValue.parse(bytes, duplicates: &duplicates) else { return true }
        var again: [String] = []
        // what came twice has been reported, and is written once
        return readsBack(value) && (try? JSONValue.parse(value.serializedBytes(), duplicates: &again)) == value
            && again.isEmpty
    }

    static func objectYAML(_ bytes: [UInt8]) -> Bool {
        guard let value = try? JSONValue.parse(yaml: bytes, limits: JSONLimits(nodeLimit: 20_000)) else { return true }
        return readsBack(value)
    }

    static func labelSelector(_ bytes: [UInt8]) -> Bool {
        if let object = try? JSONValue(parsing: bytes) { _ = try? LabelSelector(object: object) }
        guard let selector = try? LabelSelector(parsing: text(bytes)) else { return true }
        let labels = ["a": "b", "e": "f", "j": "", "l": "2"]
        return (try? LabelSelector(parsing: selector.description)) == selector
            && selector.matches(labels) == selector.matches(["metadata": ["labels": JSONValue(stringMap: labels)]])
    }

    static func fieldSelector(_ bytes: [UInt8]) -> Bool {
        guard let selector = try? FieldSelector(parsing: text(bytes)) else { return true }
        _ = selector.matches(["metadata": ["name": "a"], "spec": [:]])
        return (try? FieldSelector(parsing: selector.description)) == selector
    }

    /// A document and a patch of it.
    private static func pair(_ bytes: [UInt8]) -> (document: JSONValue, patch: JSONValue)? {
        guard let pair = (try? JSONValue(parsing: bytes))?.array, pair.count == 2 else { return nil }
        return (pair[0], pair[1])
    }

    static func jsonPatch(_ bytes: [UInt8]) -> Bool {
        guard let (document, patch) = pair(bytes), let result = try? JSONPatch(parsing: patch).applied(to: document)
        else { return true }
        return readsBack(result)
    }

    static func mergePatch(_ bytes: [UInt8]) -> Bool {
        guard let (document, patch) = pair(bytes), let once = try? MergePatch.apply(patch, to: document) else {
            return true
        }
        return readsBack(once) && (try? MergePatch.apply(patch, to: once)) == once
    }

    static func strategicPatch(_ bytes: [UInt8]) -> Bool {
        let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
        guard let (document, patch) = pair(bytes), let rules = PatchRules.of(kind),
            let result = try? StrategicMergePatch.apply(patch, to: document, rules: rules)
        else { return true }
        return readsBack(result)
    }

    static func managedFields(_ bytes: [UInt8]) -> Bool {
        guard let value = try? JSONValue(parsing: bytes), let owners = FieldOwners(json: value) else { return true }
        guard let again = FieldOwners(json: owners.json), again.isSame(as: owners) else { return false }
        let scale = ScaleOwners(owners, path: ["spec", "replicas"], apiVersion: "v1")
        guard scale.ofObject(scale.ofScale).isSame(as: owners) else { return false }
        return FieldOwners(json: again.json)?.json == again.json
    }

    static func protobuf(_ bytes: [UInt8]) -> Bool {
        guard let value = try? ProtobufBody.decode(bytes) else { return true }
        return readsBack(value)
    }
}
