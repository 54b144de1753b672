/// The scalars that a class of a pattern takes.
struct PatternScalars: Sendable {
    /// Ranges of scalars, and general categories.
    struct Part: Sendable, Equatable {
        var ranges: [ClosedRange<UInt32>] = []
        var categories: [Unicode.GeneralCategory] = []
    }

    /// What is in the set; its ranges are in order and apart from each other.
    private let included: Part

    /// Parts of which all that is not in them is in the set.
    private let excluded: [Part]
    private let isNegated: Bool

    /// Whether case does not matter.
    let isFolding: Bool

    init(including included: Part, excluding excluded: [Part] = [], isNegated: Bool = false, isFolding: Bool = false) {
        var ranges: [ClosedRange<UInt32>] = []
        for range in included.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        self.included = Part(ranges: ranges, categories: included.categories)
        self.excluded = excluded
        self.isNegated = isNegated
        self.isFolding = isFolding
    }

    /// Whether it takes the scalar, which differs from `equivalents` in case only.
    func contains(_ scalar: Unicode.Scalar, equivalents: [Unicode.Scalar]) -> Bool {
        if !isFolding { return isNegated != (included.contains(scalar) || excluded.contains { !$0.contains(scalar) }) }
        let isIncluded = equivalents.contains(where: included.contains)
        return isNegated != (isIncluded || excluded.contains { !equivalents.contains(where: $0.contains) })
    }
}

extension PatternScalars.Part {
    /// Whether it is one of these, the ranges of which are in order.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].lowerBound <= scalar.value { return true }
        return !categories.isEmpty && categories.contains(scalar.properties.generalCategory)
    }

    /// Adds what is in the other.
    mutating func formUnion(_ other: Self) {
        ranges += other.ranges
        for category in other.categories where !categories.contains(category) { categories.append(category) }
    }
}
