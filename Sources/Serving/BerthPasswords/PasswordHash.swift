import CCrypt

/// bcrypt, computed by the system's libcrypt.
package enum PasswordHash {
    /// bcrypt looks at no more bytes of a password than these; longer ones are refused, not cut.
    package static let passwordLimit = 72

    /// `$2y$`, `$2a$` or `$2b$` with a cost of 4 to 17 and 53 characters of salt and hash.
    package static func isSupported(_ hash: String) -> Bool {
        let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, ["2y", "2a", "2b"].contains(parts[1]), parts[2].utf8.count == 2,
            let cost = Int(parts[2]), (4...17).contains(cost), parts[3].utf8.count == 53
        else { return false }
        return parts[3].utf8.allSatisfy { byte in
            switch byte {
            case 0x2e...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: false
            }
        }
    }

    /// Whether `password` has the given hash; blocks for as long as the cost says.
    package static func matches(_ password: String, _ hash: String) -> Bool {
        guard password.utf8.count <= passwordLimit, !password.utf8.contains(0) else { return false }
        let space = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { space.deallocate() }
        space.initialize(to: crypt_data())
        guard let computed = crypt_r(password, hash, space) else { return false }
        return isEqual(String(cString: computed), hash)
    }

    /// Compares in a time that does not depend on where the texts differ.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
