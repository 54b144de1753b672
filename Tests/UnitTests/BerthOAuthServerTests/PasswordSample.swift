import CCrypt

/// bcrypt hashes for tests, of the lowest cost unless said otherwise.
enum PasswordSample {
    static func hash(_ password: String, cost: Int = 4) -> String {
        let space = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { space.deallocate() }
        space.initialize(to: crypt_data())
        let digits = cost < 10 ? "0\(cost)" : "\(cost)"
        guard let hash = crypt_r(password, "$2y$\(digits)$abcdefghijklmnopqrstuu", space) else { return "" }
        return String(cString: hash)
    }
}
