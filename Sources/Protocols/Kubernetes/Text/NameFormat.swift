/// The forms of names, with what the field says of those that break them; an empty answer means valid.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
package enum NameFormat {
    private static let nameExpression = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    private static let labelExpression = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"

    /// `[prefix/]name`: keys of labels and annotations, conditions, finalizers.
    package static func qualifiedNameProblems(_ text: String) -> [String] {
        let rule =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
        let hint = example(rule, nameExpression, ["MyName", "my.name", "123-abc"])
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
        var problems: [String] = []
        guard parts.count <= 2, let name = parts.last else {
            return [
                "a valid label key \(hint) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        if parts.count == 2 {
            problems +=
                parts[0].isEmpty
                ? ["prefix part must be non-empty"] : subdomainProblems(String(parts[0])).map { "prefix part \($0)" }
        }
        if name.isEmpty {
            problems.append("name part must be non-empty")
        } else if name.utf8.count > 63 {
            problems.append("name part \(tooLong(63))")
        }
        if !isName(name.utf8) { problems.append("name part \(hint)") }
        return problems
    }

    /// Empty, or at most 63 letters, digits, `-`, `_` and `.` between letters or digits.
    package static func labelValueProblems(_ text: String) -> [String] {
        var problems: [String] = []
        if text.utf8.count > 63 { problems.append(tooLong(63)) }
        if !text.isEmpty, !isName(text.utf8) {
            let rule =
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
            problems.append(example(rule, "(\(nameExpression))?", ["MyValue", "my_value", "12345"]))
        }
        return problems
    }

    /// RFC 1123 label: namespaces and most short names.
    package static func labelProblems(_ text: String) -> [String] {
        var problems: [String] = []
        if text.utf8.count > 63 { problems.append(tooLong(63)) }
        if !isLabel(text.utf8) {
            let rule =
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
            problems.append(example(rule, labelExpression, ["my-name", "123-abc"]))
        }
        return problems
    }

    /// RFC 1123 subdomain: the names of most objects.
    package static func subdomainProblems(_ text: String) -> [String] {
        var problems: [String] = []
        if text.utf8.count > 253 { problems.append(tooLong(253)) }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if !labels.allSatisfy({ isLabel($0) }) {
            let rule =
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
            problems.append(example(rule, "\(labelExpression)(\\.\(labelExpression))*", ["example.com"]))
        }
        return problems
    }

    /// RFC 1035 label: services.
    package static func serviceNameProblems(_ text: String) -> [String] {
        var problems: [String] = []
        if text.utf8.count > 63 { problems.append(tooLong(63)) }
        if !isLabel(text.utf8) || text.utf8.first.map(isDigit) ?? true {
            let rule =
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
            problems.append(example(rule, "[a-z]([-a-z0-9]*[a-z0-9])?", ["my-name", "abc-123"]))
        }
        return problems
    }

    /// A path segment: RBAC objects, users, groups.
    package static func pathSegmentProblems(_ text: String) -> [String] {
        switch text {
        case ".": return ["may not be '.'"]
        case "..": return ["may not be '..'"]
        default:
            return ["/", "%"].filter { text.utf8.contains($0.utf8.first ?? 0) }.map { "may not contain '\($0)'" }
        }
    }

    /// Keys of config maps and secrets.
    package static func configKeyProblems(_ text: String) -> [String] {
        var problems: [String] = []
        if text.utf8.count > 253 { problems.append(tooLong(253)) }
        if text.isEmpty || !text.utf8.allSatisfy({ isAlphanumeric($0) || "-_.".utf8.contains($0) }) {
            let rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
            problems.append(example(rule, "[-._a-zA-Z0-9]+", ["key.name", "KEY_NAME", "key-name"]))
        }
        if text == "." { problems.append("must not be '.'") }
        if text == ".." {
            problems.append("must not be '..'")
        } else if text.hasPrefix("..") {
            problems.append("must not start with '..'")
        }
        return problems
    }

    private static func isName(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func isLabel(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
            && text.allSatisfy { isDigit($0) || isSmall($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    private static func isSmall(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isSmall(byte | 0x20) }

    private static func tooLong(_ limit: Int) -> String { "must be no more than \(limit) characters" }

    private static func example(_ rule: String, _ expression: String, _ examples: [String]) -> String {
        let list = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(rule) (e.g. \(list)regex used for validation is '\(expression)')"
    }
}
