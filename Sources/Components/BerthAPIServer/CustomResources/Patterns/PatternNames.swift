/// The classes of scalars that have a name in RE2. <https://github.com/google/re2/wiki/Syntax>
enum PatternNames {
    typealias Part = PatternScalars.Part

    /// What `\d`, `\s` and `\w` stand for, and that `\D`, `\S` and `\W` do not: ASCII only.
    static func perl(_ letter: Unicode.Scalar) -> (part: Part, isNegated: Bool)? {
        switch letter {
        case "d", "D": (Part(ranges: digit), letter == "D")
        case "s", "S": (Part(ranges: [0x09...0x0a, 0x0c...0x0d, 0x20...0x20]), letter == "S")
        case "w", "W": (Part(ranges: word), letter == "W")
        default: nil
        }
    }

    /// What `[:alpha:]` and its like stand for: ASCII only.
    static func posix(_ name: String) -> Part? {
        switch name {
        case "alnum": Part(ranges: digit + upper + lower)
        case "alpha": Part(ranges: upper + lower)
        case "ascii": Part(ranges: [0x00...0x7f])
        case "blank": Part(ranges: [0x09...0x09, 0x20...0x20])
        case "cntrl": Part(ranges: [0x00...0x1f, 0x7f...0x7f])
        case "digit": Part(ranges: digit)
        case "graph": Part(ranges: [0x21...0x7e])
        case "lower": Part(ranges: lower)
        case "print": Part(ranges: [0x20...0x7e])
        case "punct": Part(ranges: [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e])
        case "space": Part(ranges: [0x09...0x0d, 0x20...0x20])
        case "upper": Part(ranges: upper)
        case "word": Part(ranges: word)
        case "xdigit": Part(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66])
        default: nil
        }
    }

    /// What `\p{Lu}`, `\p{L}` or `\p{Greek}` stands for.
    static func unicode(_ name: String) -> Part? {
        if name == "Any" { return Part(ranges: [0...0x10_ffff]) }
        if let ranges = PatternScripts.ranges[name] { return Part(ranges: ranges) }
        if let category = categories[name] { return Part(categories: [category]) }
        guard name.unicodeScalars.count == 1 else { return nil }
        let all = categories.keys.sorted().filter { $0.hasPrefix(name) }
        return all.isEmpty ? nil : Part(categories: all.compactMap { categories[$0] })
    }

    /// Whether `\w` takes it.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let upper: [ClosedRange<UInt32>] = [0x41...0x5a]
    private static let lower: [ClosedRange<UInt32>] = [0x61...0x7a]
    private static let word = digit + upper + [0x5f...0x5f] + lower

    /// Neither RE2 nor Go before 1.25 knows what is not assigned, `Cn`.
    private static let categories: [String: Unicode.GeneralCategory] = [
        "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
        "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
        "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
        "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
        "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
        "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format,
        "Cs": .surrogate, "Co": .privateUse,
    ]
}
