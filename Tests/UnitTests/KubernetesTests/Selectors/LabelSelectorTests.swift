import BerthTesting
import Testing

@testable import Kubernetes

@Suite struct `A label selector` {
    private let labels = ["app": "web", "tier": "front", "empty": "", "size": "10", "example.com/x": "y"]

    @Test(arguments: [
        ("", true), ("app=web", true), ("app==web", true), ("app!=web", false), ("app = web , tier=front", true),
        ("app in (web,api)", true), ("app in (api)", false), ("app notin (api)", true), ("app notin (web)", false),
        ("none notin (a)", true), ("none!=a", true), ("none=a", false), ("app", true), ("!app", false), ("!none", true),
        ("none", false), ("empty=", true), ("empty in ()", true), ("empty in (a,)", true), ("app=", false),
        ("size>9", true), ("size>10", false), ("size<11", true), ("app>1", false), ("example.com/x=y", true),
        ("in=a", false), ("in in (in)", false), ("notin notin (notin)", true), ("app in\t(web)\n", true), ("!in", true),
        ("app in (,web)", true), ("app,tier", true), ("app,!none,tier!=back", true),
    ])
    func `selects by labels`(_ text: String, _ isSelected: Bool) throws {
        let selector = try LabelSelector(parsing: text)
        #expect(selector.matches(labels) == isSelected)
        #expect(selector.matches(["metadata": ["labels": JSONValue(stringMap: labels)]]) == isSelected)
        #expect(try LabelSelector(parsing: selector.description) == selector)
    }

    @Test(arguments: [
        ("app=web=x", "found '=', expected: ',' or 'end of string'"),
        (",", "found ',', expected: !, identifier, or 'end of string'"),
        ("app,", "found '', expected: identifier after ','"),
        ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a in (b", "unable to parse requirement: found '', expected: ',', ')' or identifier"),
        ("a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"),
        ("!", "unable to parse requirement: found '', expected: identifier"),
        ("!a=b", "found '=', expected: ',' or 'end of string'"),
        ("a=(", "unable to parse requirement: found '(', expected: identifier"),
        ("=a", "found '=', expected: !, identifier, or 'end of string'"),
        (
            "a>b",
            "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"
        ),
        (
            "a/b/c",
            "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ),
        (
            "a=-b",
            "unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
        ),
    ])
    func `is refused in the field's words`(_ text: String, _ message: String) {
        #expect(throws: SelectorError(message)) { try LabelSelector(parsing: text) }
    }

    @Test func `refuses keys and values that are too long`() {
        let long = String(repeating: "a", count: 64)
        #expect(throws: SelectorError.self) { try LabelSelector(parsing: long) }
        #expect(throws: SelectorError.self) { try LabelSelector(parsing: "a=\(long)") }
        #expect(throws: SelectorError.self) { try LabelSelector(parsing: "/a") }
        #expect(throws: SelectorError.self) { try LabelSelector(parsing: "A_b/a") }
        #expect(throws: Never.self) { try LabelSelector(parsing: "a=\(long.dropLast())") }
    }

    @Test func `is read from its object form`() throws {
        let selector = try LabelSelector(object: [
            "matchLabels": ["app": "web"],
            "matchExpressions": [
                ["key": "tier", "operator": "In", "values": ["front", "back"]],
                ["key": "none", "operator": "DoesNotExist"],
                ["key": "app", "operator": "Exists"], ["key": "x", "operator": "NotIn", "values": ["a"]],
            ],
        ])
        #expect(selector.matches(labels))
        #expect(!selector.matches(["app": "web"]))
        #expect(selector.description == "app=web,app,!none,tier in (back,front),x notin (a)")
        #expect(try LabelSelector(object: [:]).matches([:]))
        #expect(try !LabelSelector(object: .null).matches(labels))
        #expect(!LabelSelector.nothing.matches(["metadata": [:]]))
    }

    @Test(
        arguments: [
            ["matchExpressions": [["key": "a", "operator": "Near"]]],
            ["matchExpressions": [["key": "a", "operator": "In"]]],
            ["matchExpressions": [["key": "a", "operator": "Exists", "values": ["b"]]]],
            ["matchExpressions": [["operator": "Exists"]]],
            ["matchLabels": ["a": 1]], ["matchLabels": ["a b": "c"]], ["matchLabels": []], ["matchExpressions": [:]],
            [],
            ["matchExpressions": [["key": "a", "operator": "In", "values": [1]]]], ["matchExpressions": ["a"]],
        ] as [JSONValue]
    )
    func `is refused in a wrong object form`(_ object: JSONValue) {
        #expect(throws: SelectorError.self) { try LabelSelector(object: object) }
    }

    @Test func `agrees with a naive reading of random selectors`() throws {
        var random = SeededGenerator(seed: 11)
        let keys = ["a", "b", "c.d", "e/f"]
        let values = ["", "x", "y", "in", "1"]
        for _ in 0..<3_000 {
            var labels: [String: String] = [:]
            for key in keys where Bool.random(using: &random) { labels[key] = values.randomElement(using: &random) }
            var terms: [String] = []
            var isSelected = true
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let key = keys[Int.random(in: 0..<keys.count, using: &random)]
                let value = values[Int.random(in: 0..<values.count, using: &random)]
                let other = values[Int.random(in: 0..<values.count, using: &random)]
                let actual = labels[key]
                switch Int.random(in: 0..<6, using: &random) {
                case 0:
                    terms.append("\(key)=\(value)")
                    isSelected = isSelected && actual == value
                case 1:
                    terms.append("\(key) != \(value)")
                    isSelected = isSelected && actual != value
                case 2:
                    terms.append("\(key) in (\(value),\(other))")
                    isSelected = isSelected && (actual == value || actual == other)
                case 3:
                    terms.append("\(key) notin(\(value), \(other))")
                    isSelected = isSelected && actual != value && actual != other
                case 4:
                    terms.append(key)
                    isSelected = isSelected && actual != nil
                default:
                    terms.append("! \(key)")
                    isSelected = isSelected && actual == nil
                }
            }
            let text = terms.joined(separator: ",")
            let selector = try LabelSelector(parsing: text)
            #expect(selector.matches(labels) == isSelected, "\(text) \(labels)")
            #expect(try LabelSelector(parsing: selector.description) == selector)
        }
    }
}
