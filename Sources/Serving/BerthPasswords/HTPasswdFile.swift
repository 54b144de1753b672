/// The lines `user:hash` of a password file, as `htpasswd -B` writes them.
package struct HTPasswdFile: Sendable, Equatable {
    /// The longest file read, in bytes.
    package static let sizeLimit = 8 << 20

    private let hashes: [String: String]
    /// Users whose hash is not bcrypt and therefore never matches.
    package let unusableUsers: [String]
    /// A hash to spend the same time on for users that do not exist.
    package let dummyHash: String?

    /// Reads the file's text; of several lines for a user the last one counts.
    package init(parsing text: String) {
        var hashes: [String: String] = [:]
        var unusable: [String] = []
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }) {
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":"), colon != line.startIndex else { continue }
            let user = String(line[..<colon])
            let hash = String(line[line.index(after: colon)...].prefix { $0 != ":" && $0 != " " })
            if PasswordHash.isSupported(hash) {
                hashes[user] = hash
            } else {
                hashes[user] = nil
                unusable.append(user)
            }
        }
        self.hashes = hashes
        unusableUsers = unusable
        dummyHash = hashes.values.max()
    }

    /// The user's hash; user names are compared by their bytes.
    package func hash(of user: String) -> String? {
        guard let index = hashes.index(forKey: user), hashes[index].key.utf8.elementsEqual(user.utf8) else {
            return nil
        }
        return hashes[index].value
    }
}
