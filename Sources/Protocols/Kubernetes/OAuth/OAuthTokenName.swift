import Crypto

/// Access tokens and codes as text, and the names of the objects that stand for them.
///
/// A token is `sha256~` and 32 random bytes in base64url; its object is named by the hash of what follows the prefix, so that whoever
/// reads the objects learns no token.
package enum OAuthTokenName {
    /// Marks both tokens and names.
    package static let prefix = "sha256~"

    /// The name of the object for a token; nil for text that cannot be one of ours.
    package static func hashed(_ token: String) -> String? {
        guard token.hasPrefix(prefix), token.utf8.count <= 256 else { return nil }
        let secret = Array(token.utf8.dropFirst(prefix.utf8.count))
        guard !secret.isEmpty else { return nil }
        return prefix + Base64URL.encode(SHA256.hash(data: secret))
    }

    /// A new token of 256 random bits that does not begin like a flag.
    package static func makeToken() -> String {
        while true {
            let text = Base64URL.random()
            if text.utf8.first != UInt8(ascii: "-") { return prefix + text }
        }
    }
}
