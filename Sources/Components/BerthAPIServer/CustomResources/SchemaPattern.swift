import Synchronization

/// Regular expressions of schemas, in the syntax of RE2.
enum SchemaPattern {
    /// Whether the expression is one that can be tried at all.
    static func isValid(_ pattern: String) -> Bool { program(of: pattern) != nil }

    /// Whether the text holds a match; an expression that cannot be read matches nothing.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        program(of: pattern)?.search(text, limit: stepLimit).isMatch ?? false
    }

    private static func program(of pattern: String) -> PatternProgram? {
        let exact = ExactText(pattern)
        if let known = programs.withLock({ $0[exact] }) { return known }
        guard let program = try? PatternProgram(pattern) else { return nil }
        programs.withLock { $0[exact] = program }
        return program
    }

    private static let programs = Mutex(BoundedCache<ExactText, PatternProgram>(limit: 256))

    /// A text that takes longer to judge does not match.
    private static let stepLimit = 20_000_000
}
