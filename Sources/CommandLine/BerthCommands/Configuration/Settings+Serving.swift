import BerthHTTP
import Logging

/// What every server's settings hold.
extension Settings {
    /// The proxies whose forwarded headers are believed, from `http.trustedproxies`.
    mutating func proxyTrust() -> ProxyTrust {
        let texts = settings(under: "http.trustedproxies").map(\.setting.value)
        if let trust = ProxyTrust(texts) { return trust }
        refuse("http.trustedproxies.0", "write addresses or networks, for instance 10.0.0.0/8")
        return .nobody
    }

    /// The level of `log.level`; nil when there is none.
    mutating func logLevel() -> Logger.Level? {
        guard let text = text("log.level") else { return nil }
        if let level = LogLevelName.parse(text) { return level }
        refuse("log.level", "write one of \(LogLevelName.all)")
        return nil
    }

    /// A URL of a server, without a slash at its end; nil when there is none.
    mutating func url(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        let rest = text.drop { $0 != "/" }.dropFirst(2)
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), !rest.isEmpty,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            refuse(key, "'\(text)' is no URL; write https://host:port")
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
