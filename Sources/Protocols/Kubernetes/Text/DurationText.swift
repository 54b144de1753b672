/// Spans of time as Go writes them, which is how API objects and distribution's files say them: `300ms`, `1.5h`, `1h30m`.
package enum DurationText {
    private static let units: [(suffix: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]

    /// The span, or nil when the text is none, is negative, exceeds 100 years or has more than 64 bytes.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        var rest = text[...]
        var seconds = 0.0
        guard !rest.isEmpty, text.utf8.count <= 64 else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let suffix = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(suffix.count)
            guard let amount = Double(digits), let unit = units.first(where: { $0.suffix == suffix }) else {
                return nil
            }
            seconds += amount * unit.seconds
        }
        guard seconds.isFinite, seconds <= 100 * 365 * 86400 else { return nil }
        return .seconds(seconds)
    }
}
