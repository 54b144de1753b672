import Kubernetes

/// The rules of `identities`: the name follows from the provider and the name there (reference 7.6).
struct IdentityRules: ResourceStrategy {
    var nameRule: NameRule { .pathSegment }

    func derivedName(_ object: JSONValue) -> String? {
        guard let provider = object["providerName"]?.string, let user = object["providerUserName"]?.string,
            !provider.isEmpty, !user.isEmpty
        else { return nil }
        return Self.name(provider: provider, user: user)
    }

    /// `provider:user`; a user name with `:` or `/` travels in base64.
    static func name(provider: String, user: String) -> String {
        let isPlain = !user.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        return isPlain ? "\(provider):\(user)" : "\(provider):b64:\(base64(user))"
    }

    /// Base64 in the standard alphabet, without padding.
    private static func base64(_ text: String) -> String {
        let url = Base64URL.encode(Array(text.utf8))
        return String(
            decoding: url.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            },
            as: UTF8.self
        )
    }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let provider = object["providerName"]?.string ?? ""
        let user = object["providerUserName"]?.string ?? ""
        if provider.isEmpty {
            causes.append(.required("providerName"))
        } else if let problem = UserRules.nameProblem(provider) {
            causes.append(.invalid("providerName", provider, problem))
        }
        if user.isEmpty { causes.append(.required("providerUserName")) }
        if causes.isEmpty {
            let name = Self.name(provider: provider, user: user)
            if object.name != name { causes.append(.invalid("metadata.name", object.name, "must be \(name)")) }
        }
        let reference = object["user"]
        let (name, uid) = (reference?["name"]?.string ?? "", reference?["uid"]?.string ?? "")
        if name.isEmpty, !uid.isEmpty {
            causes.append(.invalid("user.uid", uid, "may not be set if user.name is empty"))
        }
        if !name.isEmpty, let problem = UserRules.nameProblem(name) {
            causes.append(.invalid("user.name", name, problem))
        }
        guard let old else { return causes }
        for member in ["providerName", "providerUserName"] where object[member] != old[member] {
            causes.append(.invalid(member, object[member]?.string ?? "", "may not change"))
        }
        return causes
    }

    /// Why no identity can have this name; nil when one can.
    static func nameProblem(_ name: String) -> String? {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), colon != name.startIndex,
            name.utf8.index(after: colon) != name.endIndex
        else { return "must be in the format <providerName>:<providerUserName>" }
        let provider = String(name[..<colon])
        return UserRules.nameProblem(provider).map { "provider name \($0)" }
    }
}
