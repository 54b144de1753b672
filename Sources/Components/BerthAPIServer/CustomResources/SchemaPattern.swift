/// Regular expressions of schemas.
enum SchemaPattern {
    /// Whether the expression is one that can be tried at all.
    static func isValid(_ pattern: String) -> Bool { (try? Regex(pattern)) != nil }

    /// Whether the text holds a match; an expression that cannot be read matches nothing.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let expression = try? Regex(pattern) else { return false }
        return text.unicodeScalars.count <= lengthLimit && text.firstMatch(of: expression) != nil
    }

    /// Longer texts never match, so that no expression runs for long.
    private static let lengthLimit = 8192
}
