import Testing

@testable import Kubernetes

@Suite struct `A written YAML document` {
    private func text(_ value: JSONValue) -> String {
        var writer = YAMLWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `looks as the field's tools write it`() {
        let value: JSONValue = [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": "p", "labels": [:]],
            "spec": [
                "containers": [
                    ["name": "c", "image": "nginx:1", "args": ["-v", "a b"], "ports": [["containerPort": 80]]]
                ], "hostNetwork": false, "nodeName": .null,
            ],
        ]
        #expect(
            text(value) == """
                apiVersion: v1
                kind: Pod
                metadata:
                  labels: {}
                  name: p
                spec:
                  containers:
                  - args:
                    - "-v"
                    - a b
                    image: nginx:1
                    name: c
                    ports:
                    - containerPort: 80
                  hostNetwork: false
                  nodeName: null

                """
        )
    }

    @Test(arguments: [
        "", "yes", "No", "null", "~", "1", "0x1f", "1e3", ".5", "2026-01-02", "12:30", "a: b", "a #b", "a:", " a", "a ",
        "a\nb\n", "- a", "*a", "&a", "!a", "{a", "[a", "\"a\"", "'a'", "%a", "@a", "`a", "a\tb", "é", "\u{1F600}", "y",
        "on", "plain", "a/b:c", "/path", "key=value,other", "infra.example.com/x", "\u{85}", "\u{2028}", "a'b", "a\"b",
        "<<", "=", "---", "...", "a?b", "| x", "a: ", "NaN", ".inf", "_1", "true story",
    ])
    func `reads back as the same text`(_ text: String) throws {
        let value: JSONValue = [
            "value": .string(text), "list": [.string(text), [.string(text)]], "map": [["key": .string(text)]],
        ]
        #expect(try JSONValue(yaml: self.text(value)) == value)
        let named = JSONValue.object(JSONObject([(text, JSONValue.string("x"))]))
        #expect(try JSONValue(yaml: self.text(named)) == named)
    }

    @Test func `keeps what is empty, nested and not a text`() throws {
        for value: JSONValue in [
            [:], [], [[]], [[:]], [[[1, [2]], 3]], ["a": [:], "b": []], 1, .decimal("1.5"), true, .null,
            [["a": ["b": [["c": 1], ["d": 2]]]]],
        ] {
            #expect(try JSONValue(yaml: text(value)) == value, "\(text(value))")
        }
    }

    @Test func `ends soon after its limit, however deep a value is`() {
        var deep: JSONValue = .array(Array(repeating: 1, count: 10_000))
        for _ in 0..<400 { deep = ["a": deep] }
        var bounded = YAMLWriter(limit: 1 << 20)
        bounded.write(deep)
        #expect(bounded.isTooLarge && bounded.bytes.count < 2 << 20)
        var roomy = YAMLWriter(limit: 64 << 20)
        roomy.write(deep)
        #expect(!roomy.isTooLarge && roomy.bytes.count > 4 << 20)
    }
}
