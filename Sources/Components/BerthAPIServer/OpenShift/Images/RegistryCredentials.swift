import Kubernetes

/// The credentials that pull secrets hold for a registry.
enum RegistryCredentials {
    static let textLimit = 1 << 20

    /// `user:password` in base64 for a registry's host; nil when no secret names it.
    static func basic(for host: String, in secrets: [JSONValue]) -> String? {
        for secret in secrets {
            for (name, entry) in entries(of: secret) where matches(name, host) {
                if let basic = entry["auth"]?.string, !basic.isEmpty { return basic }
                let (user, password) = (entry["username"]?.string ?? "", entry["password"]?.string ?? "")
                guard !user.isEmpty || !password.isEmpty else { continue }
                return padded(Base64URL.encode("\(user):\(password)".utf8))
            }
        }
        return nil
    }

    private static func entries(of secret: JSONValue) -> [(String, JSONValue)] {
        let isNew = secret["type"]?.string == "kubernetes.io/dockerconfigjson"
        guard let text = secret[path: "data", isNew ? ".dockerconfigjson" : ".dockercfg"]?.string,
            text.utf8.count <= textLimit, let bytes = Base64URL.decode(text),
            let config = try? JSONValue(parsing: bytes)
        else { return [] }
        return ((isNew ? config["auths"] : config)?.object ?? JSONObject()).map { ($0.name, $0.value) }
    }

    /// Keys are hosts, or addresses with a scheme and a path.
    private static func matches(_ key: String, _ host: String) -> Bool {
        var name = key[...]
        for scheme in ["https://", "http://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
        let place = String(name.prefix { $0 != "/" })
        let hub: Set = ["docker.io", "index.docker.io", "registry-1.docker.io"]
        return place == host || (hub.contains(place) && hub.contains(host))
    }

    /// In the alphabet that HTTP wants.
    private static func padded(_ text: String) -> String {
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return String(standard) + String(repeating: "=", count: (4 - standard.count % 4) % 4)
    }
}
