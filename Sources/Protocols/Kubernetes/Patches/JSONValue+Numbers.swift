extension JSONValue {
    /// Whether both are equal as RFC 6902 has it: numbers by their value (`1` is `1.0`), all else as ever.
    func isNumericallyEqual(to other: JSONValue) -> Bool {
        var pending = [(self, other)]
        while let (one, other) = pending.popLast() {
            switch (one, other) {
            case (.array(let one), .array(let other)):
                guard one.count == other.count else { return false }
                pending += zip(one, other)
            case (.object(let one), .object(let other)):
                guard one.count == other.count else { return false }
                for member in one {
                    guard let value = other[member.name] else { return false }
                    pending.append((member.value, value))
                }
            case (.integer, .decimal), (.decimal, .integer), (.decimal, .decimal):
                guard one == other || one.isSameNumber(as: other) else { return false }
            default: guard one == other else { return false }
            }
        }
        return true
    }

    /// Compares by digits and exponent, so that no precision decides.
    private func isSameNumber(as other: JSONValue) -> Bool {
        guard let one = DecimalDigits(self), let other = DecimalDigits(other) else { return false }
        return one == other
    }
}

/// A number as its digits without zeros around them, and where its decimal point is.
private struct DecimalDigits: Equatable {
    private let isNegative: Bool
    private let digits: [UInt8]
    private let exponent: Int

    /// Nil for what is no number and for exponents of more than nine digits.
    init?(_ value: JSONValue) {
        let text: String
        switch value {
        case .integer(let integer): text = String(integer)
        case .decimal(let decimal): text = decimal
        default: return nil
        }
        let parts = text.utf8.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
        var mantissa = parts.first.map(Array.init) ?? []
        var exponent = 0
        if parts.count == 2 {
            guard parts[1].count <= 10, let number = Int(String(Substring(parts[1]))) else { return nil }
            exponent = number
        }
        isNegative = mantissa.first == UInt8(ascii: "-")
        if isNegative { mantissa.removeFirst() }
        if let point = mantissa.firstIndex(of: UInt8(ascii: ".")) {
            exponent -= mantissa.count - point - 1
            mantissa.remove(at: point)
        }
        while mantissa.last == UInt8(ascii: "0") {
            mantissa.removeLast()
            exponent += 1
        }
        digits = Array(mantissa.drop { $0 == UInt8(ascii: "0") })
        self.exponent = digits.isEmpty ? 0 : exponent
    }
}
