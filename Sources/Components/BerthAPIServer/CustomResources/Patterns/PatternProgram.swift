/// A regular expression in the syntax of RE2, which the patterns of schemas are written in.
///
/// It is tried on all ways through it at once, scalar by scalar, so that the time is at most that of the size of the
/// program times the length of the text. <https://github.com/google/re2/wiki/Syntax>,
/// <https://swtch.com/~rsc/regexp/regexp2.html>
struct PatternProgram: Sendable {
    /// What a search found, and how many instructions that took.
    struct Outcome {
        var isMatch = false
        var steps = 0
    }

    private let instructions: [PatternInstruction]
    private let sets: [PatternScalars]

    /// Whether a match can only begin with the text.
    private let isAnchored: Bool
    private let isFolding: Bool

    /// Reads a pattern.
    ///
    /// - Throws: ``PatternError`` for one that is malformed or too large.
    init(_ pattern: String) throws(PatternError) {
        var parser = PatternParser(pattern)
        let code = try parser.parse()
        instructions = code.instructions + [.match]
        sets = parser.sets
        isAnchored = instructions.first == .assertion(.textStart)
        isFolding = sets.contains { $0.isFolding }
    }

    /// The number of instructions.
    var size: Int { instructions.count }

    /// Whether the text holds a match; it holds none if that cannot be said in `limit` steps.
    func search(_ text: String, limit: Int = .max) -> Outcome {
        var outcome = Outcome()
        var scalars = text.unicodeScalars.makeIterator()
        var before: Unicode.Scalar?
        var after = scalars.next()
        var visits = [Int](repeating: -1, count: instructions.count)
        var waiting = [0]
        var next: [Int] = []
        for position in 0... {
            let equivalents = isFolding ? PatternFolding.equivalents(of: after) : []
            while let index = waiting.popLast() {
                guard visits[index] != position else { continue }
                visits[index] = position
                outcome.steps += 1
                switch instructions[index] {
                case .jump(let offset): waiting.append(index + Int(offset))
                case .split(let offset):
                    waiting.append(index + Int(offset))
                    waiting.append(index + 1)
                case .assertion(let assertion):
                    if assertion.holds(between: before, and: after) { waiting.append(index + 1) }
                case .match:
                    outcome.isMatch = true
                    return outcome
                case let taking:
                    if let after, takes(taking, after, equivalents) { next.append(index + 1) }
                }
            }
            guard after != nil, !isAnchored || !next.isEmpty, outcome.steps <= limit else { break }
            swap(&waiting, &next)
            if !isAnchored { waiting.append(0) }
            before = after
            after = scalars.next()
        }
        return outcome
    }

    private func takes(
        _ instruction: PatternInstruction,
        _ scalar: Unicode.Scalar,
        _ equivalents: [Unicode.Scalar]
    ) -> Bool {
        switch instruction {
        case .scalar(let value): value == scalar.value
        case .set(let index): sets[Int(index)].contains(scalar, equivalents: equivalents)
        case .any: true
        case .anyOnLine: scalar != "\n"
        case .assertion, .jump, .split, .match: false
        }
    }
}
