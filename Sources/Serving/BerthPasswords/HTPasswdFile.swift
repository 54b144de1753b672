/// The lines `user:hash` of a password file, as `htpasswd` writes them.
package struct HTPasswdFile: Sendable, Equatable {
    /// Which hashes a file may hold.
    package enum Acceptance: Sendable, Equatable {
        case bcryptOnly
        /// Also `$apr1$` and `{SHA}`.
        case everyScheme
    }

    /// The longest file read, in bytes.
    package static let sizeLimit = 8 << 20
    /// What an attempt costs when no user has a bcrypt hash, so that nobody guesses for nothing: `htpasswd`'s own.
    private static let leastCost = 5

    private let hashes: [[UInt8]: String]
    /// Users whose hash is not accepted and therefore never matches.
    package let unusableUsers: [String]
    /// A hash to spend the same time on for users that do not exist.
    package let dummyHash: String?
    /// The cost of the most expensive bcrypt hash.
    private let highestCost: Int?
    private let hasApacheMD5: Bool

    /// Reads the file's text; of several lines for a user the last one counts.
    package init(parsing text: String, accepting acceptance: Acceptance = .bcryptOnly) {
        var hashes: [[UInt8]: String] = [:]
        var unusable: [String] = []
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }) {
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":"), colon != line.startIndex else { continue }
            let user = String(line[..<colon])
            let hash = String(line[line.index(after: colon)...].prefix { $0 != ":" && $0 != " " })
            switch PasswordScheme(of: hash) {
            case .bcrypt: hashes[Array(user.utf8)] = hash
            case .apacheMD5 where acceptance == .everyScheme, .sha1 where acceptance == .everyScheme:
                hashes[Array(user.utf8)] = hash
            default:
                hashes[Array(user.utf8)] = nil
                unusable.append(user)
            }
        }
        self.hashes = hashes
        unusableUsers = unusable
        dummyHash = hashes.values.max()
        let schemes = Set(hashes.values.compactMap { PasswordScheme(of: $0) })
        hasApacheMD5 = schemes.contains(.apacheMD5)
        highestCost = schemes.compactMap { if case .bcrypt(let cost) = $0 { cost } else { nil } }.max()
    }

    /// The user's hash; user names are compared by their bytes.
    package func hash(of user: String) -> String? {
        hashes[Array(user.utf8)]
    }

    /// Whether this is the user's password; blocks.
    ///
    /// A failure takes the same time for every user, known or not, whatever scheme and cost the user's hash has: what the user's own hash
    /// did not take is burnt, for bcrypt in steps that double. `computed` is told what is computed.
    package func verify(
        user: String,
        password: String,
        computed: (PasswordScheme) -> Void = { _ in }
    ) -> Bool {
        let hash = hash(of: user)
        let scheme = hash.flatMap { PasswordScheme(of: $0) }
        if let hash, PasswordHash.matches(password, hash, computed: computed) { return true }
        var least = 0
        if case .bcrypt(let cost) = scheme {
            least = cost
            // refused without a look
            if password.utf8.count > PasswordHash.passwordLimit || password.utf8.contains(0) {
                PasswordHash.burn(.bcrypt(cost: cost), computed: computed)
            }
        }
        if hasApacheMD5, scheme != .apacheMD5 { PasswordHash.burn(.apacheMD5, computed: computed) }
        guard let highest = highestCost ?? (hasApacheMD5 ? nil : Self.leastCost) else { return false }
        if least == 0 {
            PasswordHash.burn(.bcrypt(cost: highest), computed: computed)
        } else {
            for cost in least..<max(least, highest) {
                PasswordHash.burn(.bcrypt(cost: cost), computed: computed)
            }
        }
        return false
    }
}
