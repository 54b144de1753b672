import BerthPKI
import CCrypt

/// One account of an htpasswd file, hashed as `htpasswd -B` does.
enum HTPasswdLine {
    /// bcrypt's cost: 2 to this power rounds.
    static let cost: UInt = 10
    /// bcrypt ignores what follows; a longer password would promise more than it holds.
    static let passwordBytesLimit = 72

    /// `user:$2y$10$…`; nil when the name or the password cannot be kept in such a file.
    static func make(user: String, password: String) -> String? {
        guard (1...255).contains(user.utf8.count),
            !user.utf8.contains(where: { $0 < 0x20 || $0 == 0x3A || $0 == 0x7F }),
            (1...passwordBytesLimit).contains(password.utf8.count), !password.utf8.contains(0),
            let hash = hash(password)
        else { return nil }
        return "\(user):\(hash)"
    }

    /// Makes the file with this one account, unless there is a file: then its accounts stand.
    static func ensure(user: String, password: String, file: String) throws {
        guard try AtomicFile.read(file) == nil else { return }
        guard let line = make(user: user, password: password) else {
            throw CommandFailure("\(file): bcrypt is not available in the system's libcrypt")
        }
        try AtomicFile.write((line + "\n").utf8, to: file, mode: 0o600)
    }

    /// `$2y$10$…`; nil when the system's library cannot.
    static func hash(_ password: String) -> String? {
        var salt = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        guard crypt_gensalt_rn("$2y$", cost, nil, 0, &salt, CInt(salt.count)) != nil else { return nil }
        return withUnsafeTemporaryAllocation(
            byteCount: MemoryLayout<crypt_data>.size,
            alignment: MemoryLayout<crypt_data>.alignment
        ) { memory in
            guard let base = memory.baseAddress else { return nil }
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            guard let result = crypt_rn(password, salt, base, CInt(memory.count)) else { return nil }
            let text = String(cString: result)
            return text.hasPrefix("$2y$") ? text : nil
        }
    }
}
