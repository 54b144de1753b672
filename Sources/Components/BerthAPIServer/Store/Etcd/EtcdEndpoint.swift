/// Where an etcd listens, from its client URL.
struct EtcdEndpoint: Sendable, Hashable {
    let isSecure: Bool
    /// A name, or an address without brackets.
    let host: String
    let port: Int

    /// nil when the text is no `http://host:port` or `https://host:port`.
    init?(_ url: String) {
        let scheme = ["http://": false, "https://": true].first { url.lowercased().hasPrefix($0.key) }
        guard let scheme else { return nil }
        isSecure = scheme.value
        let place = url.dropFirst(scheme.key.count).prefix { $0 != "/" }
        let name: Substring
        let number: Substring
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            name = place[place.index(after: place.startIndex)..<end]
            number = place[end...].dropFirst()
        } else {
            name = place.prefix { $0 != ":" }
            number = place.dropFirst(name.count)
        }
        guard !name.isEmpty, number.isEmpty || number.hasPrefix(":") else { return nil }
        guard let port = number.isEmpty ? (scheme.value ? 443 : 80) : Int(number.dropFirst()) else { return nil }
        guard 1...65535 ~= port else { return nil }
        (host, self.port) = (String(name), port)
    }

    /// As HTTP names it.
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
