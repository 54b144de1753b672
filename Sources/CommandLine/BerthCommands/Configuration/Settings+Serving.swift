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
}
