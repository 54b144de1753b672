/// What a ``PatternProgram`` does next; offsets are counted from the instruction itself.
enum PatternInstruction: Sendable, Equatable {
    /// Takes this scalar.
    case scalar(UInt32)
    /// Takes a scalar of the set with this index.
    case set(Int32)
    /// Takes any scalar.
    case any
    /// Takes any scalar but a line feed.
    case anyOnLine
    /// Goes on if this holds here.
    case assertion(PatternAssertion)
    /// Goes on elsewhere.
    case jump(Int32)
    /// Goes on with the next instruction and elsewhere.
    case split(Int32)
    /// Is done.
    case match
}

/// What can be asked of a place between two scalars.
enum PatternAssertion: Sendable, Equatable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary

    /// Whether it holds between the two scalars, which are nil at the ends of the text.
    func holds(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: after == nil || after == "\n"
        case .wordBoundary: Self.isWord(before) != Self.isWord(after)
        case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(PatternNames.isWord) ?? false }
}

/// The instructions of one alternative, which grow while it is read.
///
/// Offsets never leave an item, so that items can be moved and copied.
struct PatternCode {
    /// The most instructions of a program.
    static let sizeLimit = 10_000

    /// The most copies of one thing that all repetitions around it ask for.
    static let countLimit = 1000

    private(set) var instructions: [PatternInstruction] = []

    /// The copies of what the repetitions in here copy most.
    private var copies = 1
    private var lastStart: Int?
    private var lastCopies = 1

    init() {}

    /// One or the other of the alternatives.
    ///
    /// - Throws: ``PatternError`` if they are too large together.
    init(oneOf alternatives: [PatternCode]) throws(PatternError) {
        let size = alternatives.reduce(-2) { $0 + $1.instructions.count + 2 }
        guard size <= Self.sizeLimit else { throw .tooLarge }
        for alternative in alternatives.dropLast() {
            instructions.append(.split(Int32(alternative.instructions.count + 2)))
            instructions += alternative.instructions
            instructions.append(.jump(Int32(size - instructions.count)))
        }
        instructions += alternatives.last?.instructions ?? []
        copies = alternatives.map(\.copies).max() ?? 1
    }

    /// Adds an item of one instruction.
    ///
    /// - Throws: ``PatternError`` if that makes it too large.
    mutating func append(_ instruction: PatternInstruction) throws(PatternError) {
        var item = Self()
        item.instructions = [instruction]
        try append(item)
    }

    /// Adds the group as one item.
    ///
    /// - Throws: ``PatternError`` if that makes it too large.
    mutating func append(_ group: PatternCode) throws(PatternError) {
        guard instructions.count + group.instructions.count <= Self.sizeLimit else { throw .tooLarge }
        lastStart = instructions.count
        lastCopies = group.copies
        copies = max(copies, group.copies)
        instructions += group.instructions
    }

    /// Repeats the last item; no end if `most` is nil.
    ///
    /// - Throws: ``PatternError`` if there is no item, or it asks for too many copies.
    mutating func repeatLast(_ least: Int, _ most: Int?) throws(PatternError) {
        guard let lastStart else { throw .missingArgument }
        let item = Array(instructions[lastStart...])
        lastCopies = most == 0 ? 1 : lastCopies * max(1, most ?? least)
        copies = max(copies, lastCopies)
        guard lastCopies <= Self.countLimit else { throw .invalidCount }
        let optional = most.map { ($0 - least) * (item.count + 1) } ?? (least > 0 ? 1 : item.count + 2)
        guard lastStart + least * item.count + optional <= Self.sizeLimit else { throw .tooLarge }
        guard !item.isEmpty else { return }
        instructions.removeSubrange(lastStart...)
        for _ in 0..<least { instructions += item }
        if let most {
            for rest in stride(from: most - least, to: 0, by: -1) {
                instructions.append(.split(Int32(rest * (item.count + 1))))
                instructions += item
            }
        } else if least > 0 {
            instructions.append(.split(Int32(-item.count)))
        } else {
            instructions.append(.split(Int32(item.count + 2)))
            instructions += item
            instructions.append(.jump(Int32(-item.count - 1)))
        }
    }
}
