extension PatternParser {
    /// Reads `*`, `+`, `?` or a count in braces; nil if the brace is an ordinary one.
    mutating func repetition() throws(PatternError) -> (least: Int, most: Int?)? {
        if peek() != "{" {
            defer { position += 1 }
            return peek() == "*" ? (0, nil) : peek() == "+" ? (1, nil) : (0, 1)
        }
        let start = position
        position += 1
        var counts: (least: Int, most: Int?)?
        if let least = number() {
            counts = (least, least)
            if peek() == "," {
                position += 1
                counts = peek() == "}" ? (least, nil) : number().map { (least, $0) }
            }
        }
        guard let counts, peek() == "}" else {
            position = start
            return nil
        }
        position += 1
        guard max(counts.least, counts.most ?? 0) <= PatternCode.countLimit, counts.least <= counts.most ?? .max else {
            throw .invalidCount
        }
        return counts
    }

    /// Reads a number with no zeros before it.
    private mutating func number() -> Int? {
        guard let first = digit(10) else { return nil }
        position += 1
        var number = first
        while let digit = digit(10) {
            guard first != 0 else { return nil }
            position += 1
            number = min(number * 10 + digit, PatternCode.countLimit + 1)
        }
        return number
    }

    /// The value of the digit that comes next.
    private func digit(_ base: UInt32) -> Int? {
        guard let scalar = peek(), scalar.isASCII else { return nil }
        return Character(scalar).hexDigitValue.flatMap { $0 < base ? $0 : nil }
    }

    /// Reads what follows `(` from the question mark on; false if it only sets flags.
    mutating func groupHead() throws(PatternError) -> Bool {
        let nameStart = peek(1) == "<" ? position + 2 : peek(1) == "P" && peek(2) == "<" ? position + 3 : nil
        if let nameStart {
            guard let end = find(">", from: nameStart), end > nameStart else { throw .invalidName }
            guard scalars[nameStart..<end].allSatisfy(PatternNames.isWord) else { throw .invalidName }
            position = end + 1
            return true
        }
        position += 1
        var value = true
        var isEmpty = false
        while let scalar = peek() {
            position += 1
            switch scalar {
            case "i": flags.isFolding = value
            case "m": flags.isMultiline = value
            case "s": flags.dotIsAny = value
            case "U": break
            case "-":
                guard value else { throw .invalidFlags }
                value = false
                isEmpty = true
                continue
            case ":", ")":
                guard !isEmpty else { throw .invalidFlags }
                return scalar == ":"
            default: throw .invalidFlags
            }
            isEmpty = false
        }
        throw .invalidFlags
    }

    /// Reads an escape that stands for one scalar.
    mutating func escape() throws(PatternError) -> UInt32 {
        guard let scalar = peek(1) else { throw .trailingBackslash }
        position += 2
        switch scalar {
        case "a": return 0x07
        case "f": return 0x0c
        case "t": return 0x09
        case "n": return 0x0a
        case "r": return 0x0d
        case "v": return 0x0b
        case "x": return try hexadecimal()
        case "0"..."7":
            // A single digit other than zero would be a reference to a group.
            guard scalar == "0" || digit(8) != nil else { throw .invalidEscape }
            var value = scalar.value - 0x30
            for _ in 0..<2 {
                guard let digit = digit(8) else { break }
                value = value * 8 + UInt32(digit)
                position += 1
            }
            return value
        default:
            guard scalar.isASCII, scalar == "_" || !PatternNames.isWord(scalar) else { throw .invalidEscape }
            return scalar.value
        }
    }

    private mutating func hexadecimal() throws(PatternError) -> UInt32 {
        let isBraced = peek() == "{"
        if isBraced { position += 1 }
        var value = 0
        var count = 0
        while isBraced || count < 2, let digit = digit(16) {
            value = value * 16 + digit
            guard value <= 0x10_ffff else { throw .invalidEscape }
            count += 1
            position += 1
        }
        guard isBraced ? count > 0 && peek() == "}" : count == 2 else { throw .invalidEscape }
        if isBraced { position += 1 }
        return UInt32(value)
    }

    /// Reads `\d`, `\pL`, `\p{Greek}` or one like them; nil if it is something else.
    mutating func namedClass() throws(PatternError) -> (part: PatternScalars.Part, isNegated: Bool)? {
        guard peek() == "\\", let letter = peek(1) else { return nil }
        if let (part, isNegated) = PatternNames.perl(letter) {
            position += 2
            return (part, isNegated)
        }
        guard letter == "p" || letter == "P" else { return nil }
        var range = (position + 2)..<(position + 3)
        position += 3
        if peek(-1) == "{" {
            guard let end = find("}", from: position) else { throw .invalidCharacterClass }
            range = position..<end
            position = end + 1
        }
        guard range.upperBound <= scalars.count else { throw .invalidCharacterClass }
        var isNegated = letter == "P"
        if range.count > 0, scalars[range.lowerBound] == "^" {
            isNegated.toggle()
            range = (range.lowerBound + 1)..<range.upperBound
        }
        guard let part = PatternNames.unicode(text(range)) else { throw .invalidCharacterClass }
        return (part, isNegated)
    }

    /// Reads a class in brackets.
    mutating func characterClass() throws(PatternError) -> PatternScalars {
        position += 1
        let isNegated = peek() == "^"
        if isNegated { position += 1 }
        var included = PatternScalars.Part()
        var excluded: [PatternScalars.Part] = []
        let start = position
        while peek() != "]" || position == start {
            var named = try posixClass()
            if named == nil { named = try namedClass() }
            if let (part, isNegated) = named {
                if !isNegated { included.formUnion(part) } else if !excluded.contains(part) { excluded.append(part) }
                continue
            }
            let low = try classScalar()
            var high = low
            if peek() == "-", let end = peek(1), end != "]" {
                position += 1
                high = try classScalar()
            }
            guard low <= high else { throw .invalidCharacterClass }
            included.ranges.append(low...high)
        }
        position += 1
        return PatternScalars(
            including: included,
            excluding: excluded,
            isNegated: isNegated,
            isFolding: flags.isFolding
        )
    }

    private mutating func classScalar() throws(PatternError) -> UInt32 {
        guard let scalar = peek() else { throw .missingBracket }
        if scalar == "\\" { return try escape() }
        position += 1
        return scalar.value
    }

    private mutating func posixClass() throws(PatternError) -> (part: PatternScalars.Part, isNegated: Bool)? {
        guard peek() == "[", peek(1) == ":", let end = find(":", "]", from: position + 2) else { return nil }
        let isNegated = peek(2) == "^"
        let name = text((position + (isNegated && end > position + 2 ? 3 : 2))..<end)
        guard let part = PatternNames.posix(name) else { throw .invalidCharacterClass }
        position = end + 2
        return (part, isNegated)
    }
}
