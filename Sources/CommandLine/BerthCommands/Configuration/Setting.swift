/// One configured value and who said it.
struct Setting: Equatable, Sendable {
    /// The key as written, with its case: header names are keys too.
    let key: String
    /// The text, not yet interpreted; empty for a key without a value.
    let value: String
    /// For messages: `config.yml:12`, `REGISTRY_HTTP_ADDR` or `--listen`.
    let origin: String
}

extension [String: Setting] {
    /// Notes what a flag says, if it was given.
    mutating func note(_ key: String, _ value: String?, _ flag: String) {
        if let value { self[key] = Setting(key: key, value: value, origin: flag) }
    }
}
