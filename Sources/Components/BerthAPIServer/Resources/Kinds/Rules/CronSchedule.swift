/// Schedules in cron's form.
enum CronSchedule {
    private static let names = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]
    private static let fields: [(ClosedRange<Int>, [String])] = [
        (0...59, []), (0...23, []), (1...31, []),
        (1...12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0...6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// What is wrong with a schedule; nil when it is good.
    static func problem(_ text: String) -> String? {
        if text.hasPrefix("TZ=") || text.hasPrefix("CRON_TZ=") {
            return "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
        }
        if text.hasPrefix("@every ") { return text.count > 7 ? nil : "failed to parse duration" }
        if text.hasPrefix("@") { return names.contains(text) ? nil : "unrecognized descriptor: \(text)" }
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 5 else { return "expected exactly 5 fields, found \(parts.count): \(text)" }
        for (part, (range, words)) in zip(parts, fields) {
            for term in part.split(separator: ",", omittingEmptySubsequences: false) {
                guard isTerm(term, range, words) else { return "failed to parse \(part)" }
            }
        }
        return nil
    }

    private static func isTerm(_ term: Substring, _ range: ClosedRange<Int>, _ words: [String]) -> Bool {
        let steps = term.split(separator: "/", omittingEmptySubsequences: false)
        guard steps.count <= 2, let base = steps.first else { return false }
        if steps.count == 2, (Int(steps[1]) ?? 0) < 1 { return false }
        if base == "*" || base == "?" { return true }
        let bounds = base.split(separator: "-", omittingEmptySubsequences: false).map { bound -> Int? in
            if let number = Int(bound) { return range.contains(number) ? number : nil }
            return words.firstIndex(of: bound.lowercased()).map { $0 + range.lowerBound }
        }
        guard (1...2).contains(bounds.count), !bounds.contains(nil) else { return false }
        let numbers = bounds.compactMap { $0 }
        return numbers.count == 1 || numbers[0] <= numbers[1]
    }
}
