/// An amount of a resource, exactly: `100m`, `1.5Gi`, `2e3`; kept in billionths, as the original rounds (up) and caps.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
package struct Quantity: Sendable {
    /// How an amount is written.
    package enum Format: Sendable, Hashable {
        case decimal, binary, exponent
    }

    package static let problem =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    package static let zero = Quantity(nanos: 0, format: .decimal)

    private static let billion: Int128 = 1_000_000_000
    /// The original holds no more than 2^63 - 1.
    private static let cap = Int128(Int64.max) * billion

    private let nanos: Int128
    package let format: Format

    private init(nanos: Int128, format: Format) {
        self.nanos = min(max(nanos, -Self.cap), Self.cap)
        self.format = format
    }

    /// A count.
    package init(_ count: Int) { self.init(nanos: Int128(count) * Self.billion, format: .decimal) }

    /// The amount for rough comparison.
    package var value: Double { Double(nanos) / 1e9 }

    /// Whether it is a whole number.
    package var isInteger: Bool { nanos % Self.billion == 0 }

    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos + right.nanos, format: left.nanos == 0 ? right.format : left.format)
    }

    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos - right.nanos, format: left.nanos == 0 ? right.format : left.format)
    }
}

extension Quantity: Comparable, Hashable {
    package static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }
    package static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }
    package func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

extension Quantity {
    private static let digitLimit = 18

    /// nil when the text is no quantity.
    package init?(parsing text: String) {
        var rest = text.utf8[...]
        guard !rest.isEmpty, rest.count <= 64 else { return nil }
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty, let unit = Self.unit(String(Substring(rest))) else { return nil }
        let size = Self.nanos(whole, fraction, unit)
        self.init(nanos: isNegative ? -size : size, format: unit.format)
    }

    /// What one of a suffix is: `factor / 10^decimals`.
    private struct Unit {
        var factor: Int128 = 1
        var decimals = 0
        var format = Format.decimal
    }

    private static func unit(_ suffix: String) -> Unit? {
        switch suffix {
        case "": return Unit()
        case "n": return Unit(decimals: 9)
        case "u": return Unit(decimals: 6)
        case "m": return Unit(decimals: 3)
        default: break
        }
        if let place = ["k", "M", "G", "T", "P", "E"].firstIndex(of: suffix) {
            return Unit(factor: power(10, 3 * (place + 1)))
        }
        if let place = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].firstIndex(of: suffix) {
            return Unit(factor: power(1024, place + 1), format: .binary)
        }
        guard let mark = suffix.first, mark == "e" || mark == "E", let exponent = Int(suffix.dropFirst()),
            (-digitLimit...digitLimit).contains(exponent)
        else { return nil }
        return exponent < 0
            ? Unit(decimals: -exponent, format: .exponent)
            : Unit(factor: power(10, exponent), format: .exponent)
    }

    private static func power(_ base: Int128, _ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }

    /// Rounded up to a billionth.
    private static func nanos(
        _ whole: Substring.UTF8View,
        _ fraction: Substring.UTF8View,
        _ unit: Unit
    ) -> Int128 {
        func number(_ digits: some Sequence<UInt8>) -> Int128 {
            digits.reduce(0) { $0 * 10 + Int128($1 - UInt8(ascii: "0")) }
        }
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        // 10^38 of the smallest unit, 10^-18, are above the cap
        guard significant.count <= 38 else { return cap }
        let kept = fraction.prefix(digitLimit)
        let isCut = fraction.dropFirst(digitLimit).contains { $0 != UInt8(ascii: "0") }
        // units that have decimals have no factor: what overflows is above the cap; the second product is at most 10^37
        let (large, isTooLarge) = number(significant)
            .multipliedReportingOverflow(by: unit.factor * power(10, max(0, 9 - unit.decimals)))
        guard !isTooLarge else { return cap }
        let wholePart = quotient(large, max(0, unit.decimals - 9))
        let small = number(kept) * unit.factor
        let scale = kept.count + unit.decimals
        // small * 10^9 / 10^scale
        let fractionPart =
            scale >= 9 ? quotient(small, scale - 9) : (quotient(small * power(10, 9 - scale), 0))
        let rest = fractionPart.value + (isCut || wholePart.isInexact || fractionPart.isInexact ? 1 : 0)
        let (sum, isSumTooLarge) = wholePart.value.addingReportingOverflow(rest)
        return isSumTooLarge ? cap : sum
    }

    private static func quotient(_ number: Int128, _ decimals: Int) -> (value: Int128, isInexact: Bool) {
        guard decimals <= 37 else { return (0, number > 0) }
        let result = number.quotientAndRemainder(dividingBy: power(10, decimals))
        return (result.quotient, result.remainder != 0)
    }
}

extension Quantity: CustomStringConvertible {
    /// The canonical text: no fraction, the largest suffix that needs none.
    package var description: String {
        guard nanos != 0 else { return "0" }
        let isWhole = nanos % Self.billion == 0
        if format == .binary, isWhole, abs(nanos) >= 1024 * Self.billion {
            var (number, place) = (nanos / Self.billion, 0)
            while place < 6, number % 1024 == 0 { (number, place) = (number / 1024, place + 1) }
            return "\(number)" + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][place]
        }
        var (number, place) = (nanos, 0)
        while place < 9, number % 1000 == 0 { (number, place) = (number / 1000, place + 1) }
        if format == .exponent {
            let exponent = 3 * place - 9
            return exponent == 0 ? "\(number)" : "\(number)e\(exponent)"
        }
        return "\(number)" + ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][place]
    }
}
