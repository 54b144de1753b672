/// Why a pattern is refused, in the words of Go.
enum PatternError: String, Error {
    case invalidCharacterClass = "invalid character class range"
    case invalidEscape = "invalid escape sequence"
    case invalidFlags = "invalid or unsupported Perl syntax"
    case invalidName = "invalid named capture"
    case invalidCount = "invalid repeat count"
    case nestedRepetition = "invalid nested repetition operator"
    case missingArgument = "missing argument to repetition operator"
    case missingBracket = "missing closing ]"
    case missingParenthesis = "missing closing )"
    case unexpectedParenthesis = "unexpected )"
    case trailingBackslash = "trailing backslash at end of expression"
    case tooDeep = "expression nests too deeply"
    case tooLarge = "expression too large"
}
