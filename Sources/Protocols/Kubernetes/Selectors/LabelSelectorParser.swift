/// Reads the text form of a label selector, with the messages that the field knows.
///
/// https://kubernetes.io/docs/reference/generated/kubernetes-api/ `labelSelector`: comma-separated requirements of keys,
/// operators and values, white space between them.
struct LabelSelectorParser {
    private enum Token: Hashable {
        case word
        case keyword(LabelSelector.Requirement.Operator)
        case comma, open, close, end, rubbish
    }

    private var tokens: [(token: Token, text: String)] = []
    private var position = 0

    init(_ text: String) {
        var rest = Array(text.utf8)[...]
        while let token = Self.next(&rest) { tokens.append(token) }
        tokens.append((.end, ""))
    }

    /// All requirements, in the order of their keys.
    mutating func parse() throws(SelectorError) -> [LabelSelector.Requirement] {
        var requirements: [LabelSelector.Requirement] = []
        while true {
            switch peek(asValue: true).token {
            case .word, .keyword(.doesNotExist):
                do throws(SelectorError) {
                    requirements.append(try requirement())
                } catch {
                    throw SelectorError("unable to parse requirement: \(error)")
                }
                let (token, text) = take(asValue: true)
                if token == .end { return LabelSelector.Requirement.sorted(requirements) }
                guard token == .comma else {
                    throw SelectorError("found '\(text)', expected: ',' or 'end of string'")
                }
                let (next, nextText) = peek(asValue: true)
                guard next == .word || next == .keyword(.doesNotExist) else {
                    throw SelectorError("found '\(nextText)', expected: identifier after ','")
                }
            case .end: return LabelSelector.Requirement.sorted(requirements)
            default:
                throw SelectorError("found '\(peek(asValue: true).text)', expected: !, identifier, or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(SelectorError) -> LabelSelector.Requirement {
        var (token, key) = take(asValue: true)
        let isNegated = token == .keyword(.doesNotExist)
        if isNegated { (token, key) = take(asValue: true) }
        guard token == .word else { throw SelectorError("found '\(key)', expected: identifier") }
        if let problem = LabelSelector.Requirement.keyProblem(key, path: "<nil>") { throw SelectorError(problem) }
        if isNegated { return try LabelSelector.Requirement(key, .doesNotExist, []) }
        switch peek(asValue: true).token {
        case .end, .comma: return try LabelSelector.Requirement(key, .exists, [])
        default: break
        }
        let (sign, text) = take(asValue: false)
        guard case .keyword(let `operator`) = sign, `operator` != .doesNotExist else {
            throw SelectorError("found '\(text)', expected: in, notin, =, ==, !=, gt, lt")
        }
        switch `operator` {
        case .in, .notIn: return try LabelSelector.Requirement(key, `operator`, try values())
        default: return try LabelSelector.Requirement(key, `operator`, [try value()])
        }
    }

    /// The value behind `=`; none is the empty value.
    private mutating func value() throws(SelectorError) -> String {
        switch peek(asValue: true).token {
        case .end, .comma: return ""
        default: break
        }
        let (token, text) = take(asValue: true)
        guard token == .word else { throw SelectorError("found '\(text)', expected: identifier") }
        return text
    }

    /// `(a,b)`; an empty place is the empty value.
    private mutating func values() throws(SelectorError) -> [String] {
        let (token, text) = take(asValue: true)
        guard token == .open else { throw SelectorError("found '\(text)' expected: '('") }
        var values: [String] = []
        var isPlaceOpen = true
        while true {
            let (token, text) = take(asValue: true)
            switch token {
            case .word where isPlaceOpen:
                values.append(text)
                isPlaceOpen = false
            case .comma:
                if isPlaceOpen { values.append("") }
                isPlaceOpen = true
            case .close:
                if isPlaceOpen { values.append("") }
                return values
            case .word: throw SelectorError("found '\(text)', expected: ',' or ')'")
            default: throw SelectorError("found '\(text)', expected: ',', ')' or identifier")
            }
        }
    }

    /// The next token; where a value may stand `in` and `notin` are words like others.
    private func peek(asValue: Bool) -> (token: Token, text: String) {
        let next = tokens[min(position, tokens.count - 1)]
        guard asValue, next.token == .keyword(.in) || next.token == .keyword(.notIn) else { return next }
        return (.word, next.text)
    }

    private mutating func take(asValue: Bool) -> (token: Token, text: String) {
        defer { position += 1 }
        return peek(asValue: asValue)
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) -> (token: Token, text: String)? {
        rest = rest.drop(while: isSpace)
        guard let first = rest.first else { return nil }
        let signs: [(String, Token)] = [
            ("==", .keyword(.doubleEquals)), ("!=", .keyword(.notEquals)), ("=", .keyword(.equals)),
            ("!", .keyword(.doesNotExist)), (">", .keyword(.greaterThan)), ("<", .keyword(.lessThan)),
            (",", .comma), ("(", .open), (")", .close),
        ]
        if isSign(first) {
            for (text, token) in signs where rest.starts(with: text.utf8) {
                rest = rest.dropFirst(text.utf8.count)
                return (token, text)
            }
            rest = rest.dropFirst()
            return (.rubbish, String(decoding: [first], as: UTF8.self))
        }
        let word = rest.prefix { !isSpace($0) && !isSign($0) }
        rest = rest.dropFirst(word.count)
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "in": return (.keyword(.in), text)
        case "notin": return (.keyword(.notIn), text)
        default: return (.word, text)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isSign(_ byte: UInt8) -> Bool { "=!(),><".utf8.contains(byte) }
}
