/// How a password hash in an htpasswd file was made.
package enum PasswordScheme: Sendable, Hashable {
    /// `$2y$`, `$2a$` or `$2b$`.
    case bcrypt(cost: Int)
    /// `$apr1$`, Apache's variant of MD5-crypt.
    case apacheMD5
    /// `{SHA}`: one SHA-1 without salt, in base64.
    case sha1

    /// The scheme of `hash`; nil for what is none of them, such as plain text or crypt.
    package init?(of hash: String) {
        if let cost = Self.bcryptCost(hash) {
            self = .bcrypt(cost: cost)
        } else if ApacheMD5.salt(of: hash) != nil {
            self = .apacheMD5
        } else if hash.hasPrefix("{SHA}"), hash.utf8.count == 33 {
            self = .sha1
        } else {
            return nil
        }
    }

    /// The cost of a bcrypt hash of 4 to 17 with its 53 characters of salt and hash.
    private static func bcryptCost(_ hash: String) -> Int? {
        let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, ["2y", "2a", "2b"].contains(parts[1]), parts[2].utf8.count == 2,
            let cost = Int(parts[2]), (4...17).contains(cost), parts[3].utf8.count == 53,
            parts[3].utf8.allSatisfy(isCryptDigit)
        else { return nil }
        return cost
    }

    /// A letter of crypt's base64.
    static func isCryptDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2e...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }
}
