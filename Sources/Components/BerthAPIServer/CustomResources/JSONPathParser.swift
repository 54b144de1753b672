import Kubernetes

/// Reads the steps of a ``JSONPath``.
struct JSONPathParser {
    private let text: [Character]
    private var position = 0

    init(_ text: [Character]) { self.text = text }

    mutating func steps() throws(JSONPath.ParseError) -> [JSONPath.Step] {
        var steps: [JSONPath.Step] = []
        while let character = peek {
            switch character {
            case ".":
                position += 1
                if peek == "." { throw error("recursive descent is not supported") }
                if peek == "[" || peek == nil { continue }
                if peek == "*" {
                    position += 1
                    steps.append(.all)
                } else {
                    steps.append(.member(try bareName()))
                }
            case "[": steps.append(try bracket())
            default:
                guard steps.isEmpty else { throw error("expected . or [") }
                steps.append(.member(try bareName()))
            }
        }
        return steps
    }

    private var peek: Character? { position < text.count ? text[position] : nil }

    private func error(_ message: String) -> JSONPath.ParseError { JSONPath.ParseError(message: message) }

    private mutating func bareName() throws(JSONPath.ParseError) -> String {
        var name = ""
        while let character = peek, character != ".", character != "[" {
            guard !"(){}=<>!]".contains(character), !character.isWhitespace else { break }
            position += 1
            if character == "\\" {
                guard let escaped = peek else { throw error("ends in an escape") }
                name.append(escaped)
                position += 1
            } else {
                name.append(character)
            }
        }
        guard !name.isEmpty else { throw error("has an empty name") }
        return name
    }

    private mutating func expect(_ character: Character) throws(JSONPath.ParseError) {
        guard peek == character else { throw error("expected \(character)") }
        position += 1
    }

    private mutating func bracket() throws(JSONPath.ParseError) -> JSONPath.Step {
        try expect("[")
        let step: JSONPath.Step
        switch peek {
        case "*":
            position += 1
            step = .all
        case "'", "\"": step = .member(try quoted())
        case "?": step = try filter()
        default:
            var digits = ""
            while let character = peek, character == "-" || character.isASCII && character.isNumber {
                digits.append(character)
                position += 1
            }
            guard let index = Int(digits) else { throw error("has no index in brackets") }
            step = .index(index)
        }
        try expect("]")
        return step
    }

    private mutating func quoted() throws(JSONPath.ParseError) -> String {
        guard let quote = peek else { throw error("expected a quote") }
        position += 1
        var name = ""
        while let character = peek, character != quote {
            position += 1
            if character == "\\", let escaped = peek {
                name.append(escaped)
                position += 1
            } else {
                name.append(character)
            }
        }
        try expect(quote)
        return name
    }

    private mutating func filter() throws(JSONPath.ParseError) -> JSONPath.Step {
        try expect("?")
        try expect("(")
        skipSpace()
        try expect("@")
        var path: [String] = []
        while peek == "." {
            position += 1
            path.append(try bareName())
        }
        skipSpace()
        if peek == ")" {
            position += 1
            return .filter(path, nil, .null)
        }
        var sign = ""
        while let character = peek, "=!<>".contains(character) {
            sign.append(character)
            position += 1
        }
        guard let comparison = JSONPath.Comparison(rawValue: sign) else { throw error("has an unknown comparison") }
        skipSpace()
        let expected = try literal()
        skipSpace()
        try expect(")")
        return .filter(path, comparison, expected)
    }

    private mutating func literal() throws(JSONPath.ParseError) -> JSONValue {
        if peek == "'" || peek == "\"" { return .string(try quoted()) }
        var word = ""
        while let character = peek, character != ")", !character.isWhitespace {
            word.append(character)
            position += 1
        }
        switch word {
        case "true": return true
        case "false": return false
        case "null": return .null
        default:
            if let integer = Int64(word) { return .integer(integer) }
            guard Double(word) != nil else { throw error("compares with no literal") }
            return .decimal(word)
        }
    }

    private mutating func skipSpace() { while peek?.isWhitespace == true { position += 1 } }
}
