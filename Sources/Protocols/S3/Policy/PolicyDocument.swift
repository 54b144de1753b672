/// A policy of IAM: statements that allow and deny.
///
/// Read strictly: an unknown field, effect, operator or condition key is refused, since a rule that is not understood
/// cannot be kept. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package struct PolicyDocument: Hashable, Sendable {
    /// The longest document in bytes.
    package static let byteLimit = 20 * 1024

    package let statements: [PolicyStatement]

    /// The policy that the JSON in `bytes` writes.
    package init(_ bytes: [UInt8]) throws(PolicyError) {
        guard bytes.count <= Self.byteLimit else { throw .tooLarge(limit: Self.byteLimit) }
        guard case .object(let members) = try PolicyJSON(bytes) else { throw .notJSON }
        var version = "2008-10-17"
        var statements: [PolicyJSON]?
        for (name, value) in members {
            switch (name, value) {
            case ("Version", .string(let text)): version = text
            case ("Id", .string), ("ID", .string): break
            case ("Statement", .array(let values)): statements = values
            case ("Statement", .object): statements = [value]
            case ("Version", _), ("Id", _), ("ID", _), ("Statement", _): throw .invalidField(name)
            default: throw .unknownField(name)
            }
        }
        guard ["2008-10-17", "2012-10-17"].contains(version) else { throw .unsupportedVersion(version) }
        guard let statements else { throw .missingField("Statement") }
        guard !statements.isEmpty else { throw .invalidField("Statement") }
        self.statements = try statements.map { (json) throws(PolicyError) in
            try PolicyStatement(json, hasVariables: version == "2012-10-17")
        }
    }

    /// Whether a statement asks for a tag of the object, which must then be known to judge.
    package var namesExistingTags: Bool { statements.contains { $0.namesExistingTags } }

    /// The policy that the JSON in `text` writes.
    package init(_ text: some StringProtocol) throws(PolicyError) {
        try self.init(Array(text.utf8))
    }
}
