import FoundationEssentials

/// How the names of providers' users appear in names of identities.
enum IdentityName {
    /// As it is, or `b64:` and unpadded base64 when it holds `:` or `/`.
    static func encode(_ userName: String) -> String {
        guard userName.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }) else {
            return userName
        }
        let text = Data(userName.utf8).base64EncodedString()
        return "b64:" + text.prefix { $0 != "=" }
    }
}
