import CCrypt

/// bcrypt hashes of the lowest cost, for tests.
enum PasswordSample {
    static func hash(_ password: String) -> String? {
        let space = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { space.deallocate() }
        space.initialize(to: crypt_data())
        guard let hash = crypt_r(password, "$2y$04$abcdefghijklmnopqrstuu", space) else { return nil }
        return String(cString: hash)
    }
}
