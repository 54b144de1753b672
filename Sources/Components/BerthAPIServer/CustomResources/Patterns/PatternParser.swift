/// Reads the syntax of RE2 as Go's `regexp/syntax` does, with no recursion.
/// <https://github.com/google/re2/wiki/Syntax>
struct PatternParser {
    /// What `(?ims)` switches on; `U` changes which match is found, not whether there is one.
    struct Flags {
        var isFolding = false
        var isMultiline = false
        var dotIsAny = false
    }

    /// A group that is open.
    private struct Group {
        var alternatives: [PatternCode] = []
        var code = PatternCode()

        /// The flags that hold again after it.
        var outerFlags = Flags()
    }

    /// The longest pattern, in scalars.
    static let lengthLimit = 8192

    /// The most groups that are open at once.
    static let depthLimit = 1000

    let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()

    /// The sets that ``PatternInstruction/set(_:)`` points at.
    private(set) var sets: [PatternScalars] = []
    private var groups: [Group] = []
    private var current = Group()

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars.prefix(Self.lengthLimit + 1)) }

    /// The code of the whole pattern.
    mutating func parse() throws(PatternError) -> PatternCode {
        guard scalars.count <= Self.lengthLimit else { throw .tooLarge }
        var isRepetition = false
        while let scalar = peek() {
            let wasRepetition = isRepetition
            isRepetition = false
            switch scalar {
            case "(": try open()
            case ")": try close()
            case "|":
                position += 1
                current.alternatives.append(current.code)
                current.code = PatternCode()
            case "^": try assert(flags.isMultiline ? .lineStart : .textStart, length: 1)
            case "$": try assert(flags.isMultiline ? .lineEnd : .textEnd, length: 1)
            case ".":
                position += 1
                try current.code.append(flags.dotIsAny ? .any : .anyOnLine)
            case "[": try append(characterClass())
            case "\\": try backslash()
            case "*", "+", "?", "{":
                guard let (least, most) = try repetition() else {
                    try literal(scalar)
                    position += 1
                    continue
                }
                if peek() == "?" { position += 1 }
                if wasRepetition { throw .nestedRepetition }
                try current.code.repeatLast(least, most)
                isRepetition = true
            default:
                position += 1
                try literal(scalar)
            }
        }
        guard groups.isEmpty else { throw .missingParenthesis }
        return try PatternCode(oneOf: current.alternatives + [current.code])
    }

    /// The scalar that many places on.
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    /// Where these scalars are found next.
    func find(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil, from start: Int) -> Int? {
        guard start < scalars.count else { return nil }
        return scalars[start...].indices.first {
            scalars[$0] == first && (second == nil || $0 + 1 < scalars.count && scalars[$0 + 1] == second)
        }
    }

    /// The text between two places.
    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    private mutating func literal(_ scalar: Unicode.Scalar) throws(PatternError) { try literal(scalar.value) }

    private mutating func literal(_ value: UInt32) throws(PatternError) {
        guard flags.isFolding else {
            try current.code.append(.scalar(value))
            return
        }
        try append(PatternScalars(including: .init(ranges: [value...value]), isFolding: true))
    }

    private mutating func append(_ set: PatternScalars) throws(PatternError) {
        sets.append(set)
        try current.code.append(.set(Int32(sets.count - 1)))
    }

    private mutating func assert(_ assertion: PatternAssertion, length: Int) throws(PatternError) {
        position += length
        try current.code.append(.assertion(assertion))
    }

    private mutating func backslash() throws(PatternError) {
        switch peek(1) {
        case "A": try assert(.textStart, length: 2)
        case "z": try assert(.textEnd, length: 2)
        case "b": try assert(.wordBoundary, length: 2)
        case "B": try assert(.noWordBoundary, length: 2)
        case "Q":
            let end = find("\\", "E", from: position + 2)
            for scalar in scalars[(position + 2)..<(end ?? scalars.count)] { try literal(scalar) }
            position = end.map { $0 + 2 } ?? scalars.count
        default:
            if let (part, isNegated) = try namedClass() {
                let set =
                    isNegated
                    ? PatternScalars(including: .init(), excluding: [part], isFolding: flags.isFolding)
                    : PatternScalars(including: part, isFolding: flags.isFolding)
                try append(set)
            } else {
                try literal(escape())
            }
        }
    }

    private mutating func open() throws(PatternError) {
        guard groups.count < Self.depthLimit else { throw .tooDeep }
        let outer = flags
        position += 1
        if peek() == "?", try !groupHead() { return }
        groups.append(current)
        current = Group(outerFlags: outer)
    }

    private mutating func close() throws(PatternError) {
        guard let outer = groups.popLast() else { throw .unexpectedParenthesis }
        position += 1
        let group = try PatternCode(oneOf: current.alternatives + [current.code])
        flags = current.outerFlags
        current = outer
        try current.code.append(group)
    }
}
