/// An amount of a resource: `100m`, `1.5Gi`, `2e3`.
struct Quantity: Sendable, Hashable {
    static let problem =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

    /// The amount; large ones are rounded, which is enough to compare requests with limits.
    let value: Double

    /// nil when the text is no quantity.
    init?(parsing text: String) {
        var rest = text[...]
        guard !rest.isEmpty, rest.utf8.count <= 64 else { return nil }
        var number = ""
        if let sign = rest.first, sign == "+" || sign == "-" {
            number.append(sign)
            rest = rest.dropFirst()
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        guard digits.contains(where: \.isNumber), digits.filter({ $0 == "." }).count <= 1 else { return nil }
        rest = rest.dropFirst(digits.count)
        let padded = (digits.first == "." ? "0" : "") + digits + (digits.last == "." ? "0" : "")
        guard let mantissa = Double(number + padded), let factor = Self.factor(rest) else { return nil }
        value = mantissa * factor
    }

    private static let suffixes: [String: Double] = [
        "": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
        "Ki": 1024, "Mi": 1_048_576, "Gi": 1_073_741_824, "Ti": 1_099_511_627_776, "Pi": 1_125_899_906_842_624,
        "Ei": 1_152_921_504_606_846_976,
    ]

    private static func factor(_ suffix: Substring) -> Double? {
        if let known = suffixes[String(suffix)] { return known }
        guard suffix.first == "e" || suffix.first == "E", let exponent = Int(suffix.dropFirst()),
            (-30...30).contains(exponent)
        else { return nil }
        return Double("1e\(exponent)")
    }
}
