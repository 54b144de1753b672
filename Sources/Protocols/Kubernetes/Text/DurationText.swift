/// Spans of time as Go writes them, which is how API objects and distribution's files say them: `300ms`, `1.5h`, `1h30m`.
///
/// [Go: time.ParseDuration](https://pkg.go.dev/time#ParseDuration).
package enum DurationText {
    private static let units: [(suffix: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("\u{B5}s", 1e-6), ("\u{3BC}s", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60),
        ("h", 3600),
    ]
    /// Go counts nanoseconds in 64 bits, which is 292 years.
    private static let limitSeconds = 9_223_372_036.854775

    /// The span, or nil when the text is none or is negative.
    package static func parse(_ text: String) -> Duration? {
        seconds(text).flatMap { $0 >= 0 ? .seconds($0) : nil }
    }

    /// The span in seconds, which may be negative; nil when the text is none, exceeds Go's 292 years or has more than
    /// 64 bytes.
    package static func seconds(_ text: String) -> Double? {
        guard text.utf8.count <= 64 else { return nil }
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        if rest == "0" { return 0 }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let suffix = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
            rest = rest.dropFirst(suffix.count)
            guard let amount = Double(digits),
                let unit = units.first(where: { $0.suffix.unicodeScalars.elementsEqual(suffix.unicodeScalars) })
            else { return nil }
            total += amount * unit.seconds
        }
        guard total <= limitSeconds else { return nil }
        return isNegative ? -total : total
    }
}
