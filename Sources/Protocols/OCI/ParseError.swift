/// Text that is not what its type demands; says which type and, safely shortened, what was given.
package struct ParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of value that was expected, in the standard's words: `digest`, `tag`.
    package let expected: String
    /// What was given, at most 64 characters and without control characters.
    package let given: String

    package init(expected: String, given: some StringProtocol) {
        self.expected = expected
        var shown = String.UnicodeScalarView()
        for scalar in given.unicodeScalars.prefix(64) {
            shown.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        self.given = String(shown)
    }

    package var description: String { "invalid \(expected): \"\(given)\"" }
}
