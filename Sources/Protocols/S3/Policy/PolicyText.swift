/// A text of a policy in which variables may stand: `${aws:username}`, `${aws:username, 'nobody'}`, `${*}`.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct PolicyText: Hashable, Sendable {
    private enum Piece: Hashable, Sendable {
        case plain(String)
        case literal(String)
        case variable(String, fallback: String?)
    }

    private let pieces: [Piece]
    /// The pattern, when there is no variable in it.
    private let fixed: WildcardPattern?

    /// The text; without `hasVariables` a `${` is nothing special.
    init(_ text: some StringProtocol, hasVariables: Bool) {
        var pieces: [Piece] = []
        var rest = Substring(String(text))
        while hasVariables, let start = rest.firstRange(of: "${"),
            let end = rest[start.upperBound...].firstIndex(of: "}")
        {
            pieces.append(.plain(String(rest[..<start.lowerBound])))
            pieces.append(Self.variable(rest[start.upperBound..<end]))
            rest = rest[rest.index(after: end)...]
        }
        pieces.append(.plain(String(rest)))
        self.pieces = pieces
        let isFixed = pieces.count == 1
        fixed = isFixed ? WildcardPattern(rest) : nil
    }

    /// The pattern for one request; nil where a variable has no single value, which matches nothing.
    func pattern(_ context: PolicyContext) -> WildcardPattern? {
        if let fixed { return fixed }
        var pattern = WildcardPattern(literal: "")
        for piece in pieces {
            switch piece {
            case .plain(let text): pattern.append(pattern: text)
            case .literal(let text): pattern.append(literal: text)
            case .variable(let name, let fallback):
                guard let value = Self.value(name, fallback, context) else { return nil }
                pattern.append(literal: value)
            }
        }
        return pattern
    }

    /// The text for one request without wildcards; nil where a variable has no single value.
    func text(_ context: PolicyContext) -> String? {
        var result = ""
        for piece in pieces {
            switch piece {
            case .plain(let text), .literal(let text): result += text
            case .variable(let name, let fallback):
                guard let value = Self.value(name, fallback, context) else { return nil }
                result += value
            }
        }
        return result
    }

    private static func variable(_ text: Substring) -> Piece {
        if ["*", "?", "$"].contains(text) { return .literal(String(text)) }
        let pieces = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(pieces[0].trimming(" "))
        guard pieces.count == 2 else { return .variable(name, fallback: nil) }
        return .variable(name, fallback: String(pieces[1].trimming(" ").trimming("'")))
    }

    private static func value(_ name: String, _ fallback: String?, _ context: PolicyContext) -> String? {
        guard let values = context[name] else { return fallback }
        guard values.count == 1, !values[0].isEmpty else { return nil }
        return values[0]
    }
}
