/// Which keys a component knows, so that a misspelt one is not passed over in silence.
struct KnownKeys: Sendable {
    /// Keys that have an effect; a trailing `.*` stands for everything below.
    let effective: Set<String>
    /// Keys that the file format has and that change nothing here.
    let withoutEffect: Set<String>

    /// Keys whose value is never shown, nor taken from a command line.
    static func isSecret(_ key: some StringProtocol) -> Bool {
        ["accesskey", "secretkey", "sessiontoken", "secret", "password"]
            .contains { key == $0 || key.hasSuffix("." + $0) }
    }

    /// A sentence for each key that nobody here knows, and for each that has no effect.
    func warnings(about settings: Settings) -> [ConfigurationProblem] {
        settings.all.sorted { $0.key < $1.key }.compactMap { key, setting in
            if Self.contains(key, in: effective) { return nil }
            let message =
                Self.contains(key, in: withoutEffect)
                ? "this key has no effect here" : "no such key\(suggestion(for: key))"
            return ConfigurationProblem(origin: setting.origin, key: setting.key, message: message)
        }
    }

    private static func contains(_ key: String, in known: Set<String>) -> Bool {
        if known.contains(key) { return true }
        var prefix = key[...]
        while let dot = prefix.lastIndex(of: ".") {
            prefix = prefix[..<dot]
            if known.contains(prefix + ".*") { return true }
        }
        // `storage: {inmemory: }` mentions a group without anything in it
        return known.contains { $0.hasPrefix(key + ".") }
    }

    private func suggestion(for key: String) -> String {
        let candidates = effective.filter { !$0.hasSuffix(".*") }.map { (Self.distance($0, key), $0) }
        guard let best = candidates.min(by: { $0 < $1 }), best.0 <= 2 else { return "" }
        return "; did you mean \(best.1)?"
    }

    /// How many letters must be changed, added or taken away to make one word of the other.
    private static func distance(_ one: String, _ other: String) -> Int {
        let one = Array(one.utf8)
        let other = Array(other.utf8)
        guard abs(one.count - other.count) <= 2 else { return .max }
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let replaced = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
