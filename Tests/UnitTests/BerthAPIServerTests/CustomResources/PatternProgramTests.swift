import Testing

@testable import BerthAPIServer

@Suite struct `A pattern of a schema` {
    /// What Go's `regexp.MatchString` says of each.
    @Test(arguments: [
        // Classes.
        ("^[^[]*$", "ab]", true), ("^[^[]*$", "a[b", false), ("^[[a-z]+$", "[a", true), ("^[^]]+$", "a]", false),
        ("^[^]]+$", "a[", true), ("^[]a]+$", "]a", true), ("^[--9]+$", "-./9", true), ("^[--9]+$", "+", false),
        ("^[a-z~~]+$", "a~", true), ("^[a-z&&[bc]]+$", "a&]", false), ("^[a-z&&[bc]]+$", "&]]", true),
        ("^[a-]+$", "-a", true), (#"^[\d-z]+$"#, "1-z", true), (#"^[\d-z]+$"#, "y", false),
        ("^[[:alpha:]]+$", "aZ", true), ("^[[:alpha:]]+$", "é", false), ("^[[:^alpha:]]+$", "1é", true),
        ("^[[:^alpha:]]+$", "a", false), ("^[[:x]+$", "[:x", true), (#"[^\x00-\x{10FFFF}]"#, "a", false),
        (#"^[\]\-\\]+$"#, #"]-\"#, true), ("^[.*]+$", ".*", true), ("^[.*]+$", "a", false),
        // Scalars, not what a reader takes for a character.
        (#"^\d+$"#, "٣", false), (#"^\d+$"#, "3", true), (#"^\w+$"#, "é", false), (#"^\W$"#, "é", true),
        ("^.{1,3}$", "e\u{301}e\u{301}e\u{301}", false), ("^.{6}$", "e\u{301}e\u{301}e\u{301}", true),
        ("^[^a]$", "a\u{301}", false), ("^a", "a\u{301}", true), ("^.$", "😀", true), ("^.$", "\r\n", false),
        ("^é$", "e\u{301}", false),
        // Names of Unicode.
        (#"^\pL+$"#, "aé漢", true), (#"^\pL+$"#, "1", false), (#"^\PL+$"#, "1", true), (#"^\p{Lu}$"#, "É", true),
        (#"^\p{^Lu}$"#, "É", false), (#"^\P{^Lu}$"#, "É", true), (#"^[\p{Nd}\p{Greek}]+$"#, "٣λ", true),
        (#"^\p{Greek}$"#, "l", false), (#"^\p{Han}+$"#, "漢字", true), (#"^\P{Cyrillic}$"#, "ж", false),
        (#"^\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Latin}$"#, "ひカعאß", true), (#"^\p{Any}$"#, "\n", true),
        // Anchors and flags.
        ("", "a", true), ("b", "abc", true), ("^b", "abc", false), ("b$", "ab\n", false), (#"\Ab"#, "b", true),
        (#"b\z"#, "ab", true), ("(?m)^b$", "a\nb\nc", true), (#"(?m)\Ab"#, "a\nb", false), ("a.b", "a\nb", false),
        ("(?s)a.b", "a\nb", true), ("(?s)a(?-s:.)b", "a\nb", false), (#"\bcat\b"#, "a cat.", true),
        (#"\bcat\b"#, "cats", false), (#"\Bat"#, "cat", true), (#"a\b"#, "aé", true),
        ("(?i)^straSSe$", "STRAſse", true),
        ("(?i)^Σ$", "ς", true), ("(?i)^k$", "\u{212a}", true), ("(?i)^ß$", "ẞ", true), ("(?i)^i$", "ı", false),
        ("(?i)^[^a]$", "A", false), (#"(?i)^\W$"#, "s", false), ("^a(?i:b)c$", "aBc", true),
        ("^a(?i:b)c$", "aBC", false),
        ("^(a(?i)b|c)d$", "Cd", true), ("^(a(?i)b|c)d$", "CD", false), ("(?i-s)^A.$", "a\n", false),
        ("(?i)^[b-y]$", "B", true),
        // Groups and repetitions.
        ("^(?:ab|cd|)+$", "abcdab", true), ("^(?P<x>a)(?<y>b)$", "ab", true), ("^(|a)*b$", "aab", true),
        ("^a{,3}$", "a{,3}", true), ("^a{,3}$", "aa", false), ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false),
        ("^a{2,}$", "a", false), ("^a{2,}$", "aaaa", true), ("^a{1,3}$", "aaaa", false), ("^a{0,2}b$", "aab", true),
        ("^a{0}b$", "ab", false), ("^a{0,}b$", "aab", true), ("^a{01}$", "a{01}", true), ("^a{$", "a{", true),
        ("^(a*)*$", "aab", false), ("^a*?b+?c??d{2}?$", "aabbdd", true), ("^(ab{2}){2}$", "abbabb", true),
        ("(a?){1000}$", "b", true), ("^*a", "ba", true), ("^a*(?i)*$", "aaa", true), ("^(^a|b$)+$", "ab", true),
        // Escapes.
        (#"^\Qa*(\E*$"#, "a*((", true), (#"^\Q[a"#, "[a", true), (#"^\a\f\t\n\r\v$"#, "\u{7}\u{c}\t\n\r\u{b}", true),
        (#"^\101\x41\x{41}\0$"#, "AAA\0", true), (#"^\x{10FFFF}$"#, "\u{10ffff}", true), (#"^\.\_\-$"#, "._-", true),
        (#"\x{D800}"#, "\u{fffd}", false),
    ])
    func `matches as in Go`(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
        #expect(try PatternProgram(pattern).search(text).isMatch == isMatch)
        #expect(SchemaPattern.isValid(pattern))
        #expect(SchemaPattern.matches(text, pattern) == isMatch)
    }

    @Test(
        arguments: [
            (#"^\h$"#, .invalidEscape), (#"\Z"#, .invalidEscape), (#"\C"#, .invalidEscape), (#"(a)\1"#, .invalidEscape),
            (#"\8"#, .invalidEscape), (#"\é"#, .invalidEscape), (#"\x4"#, .invalidEscape), (#"\x{}"#, .invalidEscape),
            (#"\x{110000}"#, .invalidEscape), (#"[\b]"#, .invalidEscape), (#"[a-\d]"#, .invalidEscape),
            (#"a\E"#, .invalidEscape), (#"\"#, .trailingBackslash), ("(?=a)", .invalidFlags), ("(?!a)", .invalidFlags),
            ("(?<=a)", .invalidName), ("(?P=a)", .invalidFlags), ("(?>a)", .invalidFlags), ("(?x)a", .invalidFlags),
            ("(?i-)a", .invalidFlags), ("(?i", .invalidFlags), ("(?P<é>a)", .invalidName), ("(?P<>a)", .invalidName),
            ("(?<a", .invalidName), ("a**", .nestedRepetition), ("a+*", .nestedRepetition), ("a*??", .nestedRepetition),
            ("a{2}{3}", .nestedRepetition), ("*a", .missingArgument), ("(+a)", .missingArgument),
            ("a|*", .missingArgument),
            ("{2}", .missingArgument), ("a{1001}", .invalidCount), ("a{2,1}", .invalidCount),
            ("a{1,1001}", .invalidCount),
            ("a{99999999999999999999}", .invalidCount), ("((a{100}){100}){100}", .invalidCount),
            ("(a{100}){11}", .invalidCount), ("(a", .missingParenthesis), ("a)", .unexpectedParenthesis),
            ("[a", .missingBracket), ("[]", .missingBracket), ("[^]", .missingBracket),
            ("[z-a]", .invalidCharacterClass),
            ("[[:foo:]]", .invalidCharacterClass), (#"\p{Foo}"#, .invalidCharacterClass),
            (#"\p{L"#, .invalidCharacterClass),
            (#"\p"#, .invalidCharacterClass), (#"\p{}"#, .invalidCharacterClass), (#"\p{Cn}"#, .invalidCharacterClass),
            (String(repeating: "(", count: 8192), .tooDeep), (String(repeating: "a", count: 8193), .tooLarge),
            (String(repeating: "(a{1000})", count: 20), .tooLarge), ("(abcdefghijk){1000}", .tooLarge),
        ] as [(String, PatternError)]
    )
    func `is refused`(_ pattern: String, _ problem: PatternError) {
        #expect(throws: problem) { try PatternProgram(pattern) }
        #expect(!SchemaPattern.isValid(pattern))
        #expect(!SchemaPattern.matches("a", pattern))
    }

    @Test func `may be nested deep`() throws {
        let depth = PatternParser.depthLimit - 1
        let pattern = String(repeating: "(", count: depth) + "a" + String(repeating: ")*", count: depth)
        #expect(try PatternProgram("^\(pattern)$").search("aaa").isMatch)
    }

    @Test(arguments: ["^([a-z0-9]+-?)+$", "(a*)*b", "(a|aa)+$", "^(a?){1000}b", "(.*)(.*)(.*)x", "(?i)(A|a|.)*x"])
    func `takes at most one step for each instruction at each scalar`(_ pattern: String) throws {
        let program = try PatternProgram(pattern)
        let outcome = program.search(String(repeating: "a", count: 4000) + "_")
        #expect(!outcome.isMatch)
        #expect(outcome.steps <= program.size * 4002)
    }

    @Test func `is judged in few steps where others track back`() throws {
        let outcome = try PatternProgram("^([a-z0-9]+-?)+$").search(String(repeating: "a", count: 4000) + "_")
        #expect(!outcome.isMatch)
        #expect(outcome.steps < 40_000)
    }

    @Test func `gives up on a text that takes too long`() throws {
        let program = try PatternProgram("b|a{2}$")
        let text = String(repeating: "a", count: 1000)
        #expect(program.search(text).isMatch)
        let outcome = program.search(text, limit: 100)
        #expect(!outcome.isMatch)
        #expect(outcome.steps <= 100 + program.size)
    }
}
