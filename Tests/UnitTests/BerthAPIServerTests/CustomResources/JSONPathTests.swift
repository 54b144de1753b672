import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A JSON path of a printer column` {
    private static let object: JSONValue = [
        "metadata": ["labels": ["app.kubernetes.io/name": "x"]],
        "spec": ["list": [["n": 1], ["n": 2], ["n": 3]]],
        "status": [
            "conditions": [["type": "Ready", "status": "True"], ["type": "Other", "status": "False", "age": 7]]
        ],
    ]

    @Test(arguments: [
        (".status.conditions[?(@.type==\"Ready\")].status", ["\"True\""]),
        (".status.conditions[?(@.type=='Other')].age", ["7"]),
        (".status.conditions[?(@.age)].type", ["\"Other\""]),
        (".status.conditions[?(@.age>6)].type", ["\"Other\""]),
        (".status.conditions[?(@.type!=\"Ready\")].type", ["\"Other\""]),
        (".spec.list[0].n", ["1"]), (".spec.list[-1].n", ["3"]), (".spec.list[*].n", ["1", "2", "3"]),
        ("{.spec.list[1]['n']}", ["2"]), (".metadata.labels.app\\.kubernetes\\.io/name", ["\"x\""]),
        (".metadata.labels['app.kubernetes.io/name']", ["\"x\""]), (".nothing.here", []), (".spec.list[9]", []),
    ])
    func `finds`(_ path: String, _ found: [String]) throws {
        #expect(try JSONPath(parsing: path).values(in: Self.object).map { $0.serialized() } == found)
    }

    @Test(arguments: [
        "..a", ".a[", ".a[?(@.x=~1)]", ".a[x]", ".a b", ".a[?(@.x==y)]", String(repeating: ".a", count: 999),
    ])
    func `refuses`(_ path: String) {
        #expect(throws: JSONPath.ParseError.self) { try JSONPath(parsing: path) }
    }

    @Test func `says where something can be written`() throws {
        #expect(try JSONPath(parsing: ".spec.replicas").memberNames == ["spec", "replicas"])
        #expect(try JSONPath(parsing: ".spec.list[0]").memberNames == nil)
    }
}
