import Kubernetes

/// The configuration as it stands after all sources have spoken: flag, then `BERTH_*`, then the well-known names, then the file.
///
/// Values are interpreted here; what cannot be interpreted is collected, so that one run names everything that is wrong.
struct Settings: Sendable {
    /// The sources, strongest first, each by lower-case key.
    private let layers: [[String: Setting]]
    /// What was found wrong so far.
    private(set) var problems: [ConfigurationProblem] = []

    init(layers: [[String: Setting]]) {
        self.layers = layers
    }

    /// The strongest word on `key`, if there is one that is not empty.
    func setting(_ key: String) -> Setting? {
        for layer in layers {
            if let setting = layer[key], !setting.value.isEmpty { return setting }
        }
        return nil
    }

    /// Whether anybody mentions `key` or something below it.
    func mentions(_ key: String) -> Bool {
        layers.contains { layer in layer.keys.contains { $0 == key || $0.hasPrefix(key + ".") } }
    }

    /// Those of `keys` that the strongest source mentions which mentions any of them.
    func strongest(of keys: [String]) -> [String] {
        for layer in layers {
            let mentioned = keys.filter { key in layer.keys.contains { $0 == key || $0.hasPrefix(key + ".") } }
            if !mentioned.isEmpty { return mentioned }
        }
        return []
    }

    /// The strongest words on all keys below `prefix`, without the prefix, in order of the key.
    func settings(under prefix: String) -> [(name: String, setting: Setting)] {
        var found: [String: Setting] = [:]
        for layer in layers.reversed() {
            for (key, setting) in layer where key.hasPrefix(prefix + ".") { found[key] = setting }
        }
        return found.sorted { $0.key < $1.key }
            .map { (String($0.value.key.dropFirst(prefix.count + 1)), $0.value) }
    }

    /// Every key that somebody mentions, with its strongest word.
    var all: [String: Setting] {
        layers.reversed().reduce(into: [:]) { $0.merge($1) { _, stronger in stronger } }
    }

    /// Notes that the value of `key` cannot be used.
    mutating func refuse(_ key: String, _ message: String) {
        let origin = setting(key)?.origin ?? settings(under: key).first?.setting.origin ?? "configuration"
        problems.append(ConfigurationProblem(origin: origin, key: key, message: message))
    }

    /// The text of `key`.
    func text(_ key: String) -> String? {
        setting(key)?.value
    }

    /// A switch: `true` or `false`, in YAML's other spellings too.
    mutating func flag(_ key: String) -> Bool? {
        guard let value = text(key) else { return nil }
        switch value.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            refuse(key, "'\(value)' is neither true nor false")
            return nil
        }
    }

    /// A whole number within `range`.
    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = text(key) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            refuse(key, "'\(value)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A span of time in Go's notation, `1h30m` or `250ms`.
    mutating func duration(_ key: String) -> Duration? {
        guard let value = text(key) else { return nil }
        guard let duration = DurationText.parse(value) else {
            refuse(key, "'\(value)' is not a span of time; write it as 90s, 15m or 1h30m")
            return nil
        }
        return duration
    }

    /// One of a few words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let value = text(key) else { return nil }
        guard let choice = Choice(rawValue: value.lowercased()) else {
            refuse(key, "'\(value)' is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return choice
    }

    /// Where to listen: `host:port`, `:port` or a port.
    mutating func address(_ key: String) -> ListenAddress? {
        guard let value = text(key) else { return nil }
        guard let address = ListenAddress(value) else {
            refuse(key, "'\(value)' is not an address; write host:port, for instance 127.0.0.1:5000")
            return nil
        }
        return address
    }

    /// Throws everything that was found wrong, if anything was.
    func validate() throws(ConfigurationError) {
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }
}
