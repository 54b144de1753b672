/// Durations as Go writes them: `5m0s`, `1h30m`, `400s`.
enum DurationText {
    /// Whole seconds; nil for what is no duration.
    ///
    /// A bare `0` is one.
    static func seconds(parsing text: String) -> Int? {
        if text == "0" { return 0 }
        var total = 0.0
        var rest = text[...]
        guard !rest.isEmpty, text.utf8.count <= 64 else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            let scales = ["h": 3600.0, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "ns": 1e-9]
            guard let value = Double(number), let scale = scales[String(unit)] else { return nil }
            total += value * scale
        }
        return Int(exactly: total.rounded(.towardZero))
    }
}
