import CCrypt
import Crypto
import FoundationEssentials

/// Compares passwords with their hashes; bcrypt is computed by the system's libcrypt.
package enum PasswordHash {
    /// bcrypt looks at no more bytes of a password than these; longer ones are refused, not cut.
    package static let passwordLimit = 72
    /// The longest password of the older schemes, in bytes.
    private static let olderLimit = 255

    /// Whether `hash` is bcrypt: `$2y$`, `$2a$` or `$2b$` with a cost of 4 to 17 and 53 characters of salt and hash.
    package static func isSupported(_ hash: String) -> Bool {
        if case .bcrypt = PasswordScheme(of: hash) { true } else { false }
    }

    /// Whether `password` has the given hash of any scheme; blocks for as long as its cost says.
    ///
    /// `computed` is told what is computed: nothing is where the password is refused without a look.
    package static func matches(
        _ password: String,
        _ hash: String,
        computed: (PasswordScheme) -> Void = { _ in }
    ) -> Bool {
        guard !password.utf8.contains(0) else { return false }
        switch PasswordScheme(of: hash) {
        case nil: return false
        case .bcrypt(let cost):
            guard password.utf8.count <= passwordLimit else { return false }
            let space = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
            defer { space.deallocate() }
            space.initialize(to: crypt_data())
            computed(.bcrypt(cost: cost))
            guard let result = crypt_r(password, hash, space) else { return false }
            return isEqual(String(cString: result), hash)
        case .apacheMD5:
            guard password.utf8.count <= olderLimit, let salt = ApacheMD5.salt(of: hash) else { return false }
            computed(.apacheMD5)
            return isEqual(ApacheMD5.hash(Array(password.utf8), salt: salt), hash)
        case .sha1:
            guard password.utf8.count <= olderLimit else { return false }
            computed(.sha1)
            let digest = Array(Insecure.SHA1.hash(data: Array(password.utf8)))
            return isEqual("{SHA}" + Data(digest).base64EncodedString(), hash)
        }
    }

    /// Takes the time of one comparison and finds nothing; `computed` is told what is computed.
    package static func burn(_ scheme: PasswordScheme, computed: (PasswordScheme) -> Void = { _ in }) {
        switch scheme {
        case .bcrypt(let cost):
            let digits = cost < 10 ? "0\(cost)" : "\(cost)"
            let salt = "abcdefghijklmnopqrstuu"
            _ = matches("x", "$2y$\(digits)$\(salt)\(String(repeating: "a", count: 31))", computed: computed)
        case .apacheMD5:
            computed(.apacheMD5)
            _ = ApacheMD5.hash(Array("burnt".utf8), salt: Array("saltsalt".utf8))
        case .sha1: break
        }
    }

    /// Compares in a time that does not depend on where the texts differ.
    package static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
