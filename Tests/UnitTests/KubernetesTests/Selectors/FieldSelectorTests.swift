import Testing

@testable import Kubernetes

@Suite struct `A field selector` {
    private let object: JSONValue = [
        "metadata": ["name": "a,b=c\\d", "namespace": "n"], "spec": ["on": true, "count": 3], "type": "Opaque",
    ]

    @Test(arguments: [
        ("", true), ("metadata.namespace=n", true), ("metadata.namespace==n", true), ("metadata.namespace!=n", false),
        (#"metadata.name=a\,b\=c\\d"#, true), ("spec.on=true,spec.count=3", true), ("spec.none=", true),
        ("spec.none!=", false),
        ("type=Opaque,,metadata.namespace!=m", true), ("spec=", true), (#"metadata.name!=a\,b"#, true),
    ])
    func `selects by fields`(_ text: String, _ isSelected: Bool) throws {
        let selector = try FieldSelector(parsing: text)
        #expect(selector.matches(object) == isSelected)
        #expect(try FieldSelector(parsing: selector.description) == selector)
    }

    @Test func `tells its requirements`() throws {
        let selector = try FieldSelector(parsing: #"metadata.name=x,status.phase!=Running"#)
        #expect(
            selector.requirements == [
                .init(path: "metadata.name", equals: true, value: "x"),
                .init(path: "status.phase", equals: false, value: "Running"),
            ]
        )
        #expect(selector.exactValue(of: "metadata.name") == "x")
        #expect(selector.exactValue(of: "status.phase") == nil)
        #expect(FieldSelector.everything.isEverything)
    }

    @Test(arguments: [
        ("metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'"),
        ("a=b=c", "invalid field selector: unescaped character in value: 61"),
        (#"a=\x"#, #"invalid field selector: invalid escape sequence: \x"#),
        (#"a=b\"#, #"invalid field selector: invalid escape sequence: \"#),
    ])
    func `is refused in the field's words`(_ text: String, _ message: String) {
        #expect(throws: SelectorError(message)) { try FieldSelector(parsing: text) }
    }
}
