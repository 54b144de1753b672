import BerthTesting
import Testing

@testable import BerthAPIServer

/// A pattern that is judged by what its parts mean.
private indirect enum Reference {
    case scalar(Unicode.Scalar)
    case other(Unicode.Scalar)
    case start
    case end
    case sequence([Reference])
    case choice([Reference])
    case repeated(Reference, Int, Int?)

    static func random(_ depth: Int, using random: inout SeededGenerator) -> Reference {
        let scalar: Unicode.Scalar = Bool.random(using: &random) ? "a" : "b"
        func parts(_ random: inout SeededGenerator) -> [Reference] {
            (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.random(depth - 1, using: &random) }
        }
        switch Int.random(in: 0..<(depth > 0 ? 12 : 5), using: &random) {
        case 0...2: return .scalar(scalar)
        case 3: return .other(scalar)
        case 4: return Bool.random(using: &random) ? .start : .end
        case 5...7: return .sequence(parts(&random))
        case 8, 9: return .choice(parts(&random) + [.scalar(scalar)])
        default:
            let least = Int.random(in: 0...2, using: &random)
            let most = Bool.random(using: &random) ? nil : least + Int.random(in: 0...2, using: &random)
            return .repeated(Self.random(depth - 1, using: &random), least, most)
        }
    }

    var pattern: String {
        switch self {
        case .scalar(let scalar): String(scalar)
        case .other(let scalar): "[^\(scalar)]"
        case .start: "^"
        case .end: "$"
        case .sequence(let parts): "(\(parts.map(\.pattern).joined()))"
        case .choice(let parts): "(?:\(parts.map(\.pattern).joined(separator: "|")))"
        case .repeated(let part, let least, let most):
            switch (least, most) {
            case (0, nil): "(\(part.pattern))*"
            case (1, nil): "(\(part.pattern))+"
            case (0, 1): "(\(part.pattern))?"
            default: "(\(part.pattern)){\(least),\(most.map(String.init) ?? "")}"
            }
        }
    }

    /// Where a match can end that begins at one of the places.
    func ends(_ text: [Unicode.Scalar], from places: Set<Int>) -> Set<Int> {
        switch self {
        case .scalar(let scalar): Set(places.filter { $0 < text.count && text[$0] == scalar }.map { $0 + 1 })
        case .other(let scalar): Set(places.filter { $0 < text.count && text[$0] != scalar }.map { $0 + 1 })
        case .start: places.intersection([0])
        case .end: places.intersection([text.count])
        case .sequence(let parts): parts.reduce(places) { $1.ends(text, from: $0) }
        case .choice(let parts): parts.reduce(into: []) { $0.formUnion($1.ends(text, from: places)) }
        case .repeated(let part, let least, let most):
            repetitions(of: part, (0..<least).reduce(places) { found, _ in part.ends(text, from: found) }, text)
                .prefix(most.map { $0 - least + 1 } ?? text.count + 2)
                .reduce(into: []) { $0.formUnion($1) }
        }
    }

    /// The ends after none, one, two… more of the part, to where there can be no new ones.
    private func repetitions(of part: Reference, _ places: Set<Int>, _ text: [Unicode.Scalar]) -> [Set<Int>] {
        var all = [places]
        for _ in 0...text.count { all.append(part.ends(text, from: all[all.count - 1])) }
        return all
    }
}

@Suite struct `A pattern that was made up` {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `matches what its parts mean`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let reference = Reference.random(3, using: &random)
            let program = try PatternProgram(reference.pattern)
            for _ in 0..<10 {
                let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    ["a", "b", "c"].randomElement(using: &random) ?? "a" as Unicode.Scalar
                }
                var string = String.UnicodeScalarView()
                string.append(contentsOf: text)
                let isMatch = !reference.ends(text, from: Set(0...text.count)).isEmpty
                #expect(program.search(String(string)).isMatch == isMatch, "\(reference.pattern) on \(text)")
            }
        }
    }
}
