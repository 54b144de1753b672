import Kubernetes

/// The rules of secrets and config maps.
enum SecretRules {
    /// All values together.
    private static let bytesLimit = 1024 * 1024

    static let secrets = KindRules(
        defaults: { secret in
            FieldRules.fill(&secret, "type", with: "Opaque")
            guard let plain = secret["stringData"]?.object else {
                secret.set(nil, at: ["stringData"])
                return
            }
            var data = secret["data"]?.object ?? JSONObject()
            for member in plain {
                guard let text = member.value.string else { continue }
                data[member.name] = .string(Base64Text.encode(Array(text.utf8)))
            }
            secret.set(.object(data), at: ["data"])
            secret.set(nil, at: ["stringData"])
        },
        keeps: { secret, old in
            if (secret["type"]?.string ?? "").isEmpty { secret.set(old["type"], at: ["type"]) }
        },
        problems: { secret, old in
            var causes = keys(secret, "data") + sizes(secret, ["data"]) { Base64Text.byteCount($0) ?? 0 }
            causes += typed(secret)
            if let old, secret["type"] != old["type"] {
                causes.append(.invalid("type", secret["type"]?.string ?? "", "field is immutable"))
            }
            return causes + frozen(secret, old, ["data"])
        }
    )

    static let configMaps = KindRules(
        problems: { map, old in
            var causes = keys(map, "data") + keys(map, "binaryData")
            for name in map["binaryData"]?.object?.names ?? [] where map[path: "data", name] != nil {
                causes.append(.invalid("data[\(name)]", name, "duplicate of key present in binaryData"))
            }
            causes += sizes(map, ["data"]) { $0.utf8.count }
            return causes + frozen(map, old, ["data", "binaryData"])
        }
    )

    private static func keys(_ object: JSONValue, _ member: String) -> [Status.Cause] {
        (object[member]?.object?.names ?? []).flatMap { key in
            NameFormat.configKeyProblems(key).map { .invalid("\(member)[\(key)]", key, $0) }
        }
    }

    /// Values are never repeated in what is told.
    private static func sizes(
        _ object: JSONValue,
        _ members: [String],
        _ size: (String) -> Int
    ) -> [Status.Cause] {
        var total = 0
        for member in members {
            for value in object[member]?.object ?? JSONObject() { total += value.value.string.map(size) ?? 0 }
        }
        for value in object["binaryData"]?.object ?? JSONObject() {
            total += value.value.string.flatMap(Base64Text.byteCount) ?? 0
        }
        return total > bytesLimit ? [.tooLong(members.first ?? "", limit: bytesLimit)] : []
    }

    private static func frozen(_ object: JSONValue, _ old: JSONValue?, _ members: [String]) -> [Status.Cause] {
        guard let old, old["immutable"]?.bool == true else { return [] }
        let why = "field is immutable when `immutable` is set"
        var causes: [Status.Cause] = []
        if object["immutable"]?.bool != true { causes.append(.forbidden("immutable", why)) }
        return causes + members.filter { object[$0] != old[$0] }.map { .forbidden($0, why) }
    }

    private static func typed(_ secret: JSONValue) -> [Status.Cause] {
        let data = secret["data"]
        func bytes(_ key: String) -> [UInt8]? { data?[key]?.string.flatMap { Base64Text.decode($0) } }
        func missing(_ key: String) -> [Status.Cause] { data?[key] == nil ? [.required("data[\(key)]")] : [] }
        func json(_ key: String) -> [Status.Cause] {
            guard let bytes = bytes(key) else { return missing(key) }
            guard let value = try? JSONValue(parsing: bytes), value.object != nil else {
                return [.invalid("data[\(key)]", "<secret contents redacted>", "invalid character in JSON")]
            }
            return []
        }
        switch secret["type"]?.string {
        case "kubernetes.io/service-account-token":
            let key = "kubernetes.io/service-account.name"
            return (secret.annotations[key] ?? "").isEmpty ? [.required("metadata.annotations[\(key)]")] : []
        case "kubernetes.io/dockercfg": return json(".dockercfg")
        case "kubernetes.io/dockerconfigjson": return json(".dockerconfigjson")
        case "kubernetes.io/basic-auth":
            guard data?["username"] == nil, data?["password"] == nil else { return [] }
            return [.required("data[username]"), .required("data[password]")]
        case "kubernetes.io/ssh-auth":
            return bytes("ssh-privatekey")?.isEmpty ?? true ? [.required("data[ssh-privatekey]")] : []
        case "kubernetes.io/tls": return missing("tls.crt") + missing("tls.key")
        default: return []
        }
    }
}
