import Crypto

/// `$apr1$`: Apache's variant of MD5-crypt with 1000 rounds (`apr_md5_encode`).
enum ApacheMD5 {
    private static let magic = Array("$apr1$".utf8)
    private static let digits = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The salt of `hash`, 1 to 8 bytes; nil when it is no such hash.
    static func salt(of hash: String) -> [UInt8]? {
        let parts = hash.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1].elementsEqual("apr1".utf8), (1...8).contains(parts[2].count),
            parts[3].count == 22, parts[3].allSatisfy(PasswordScheme.isCryptDigit)
        else { return nil }
        return Array(parts[2])
    }

    /// The whole hash of `password`.
    static func hash(_ password: [UInt8], salt: [UInt8]) -> String {
        let digest = digest(password, salt)
        var text = magic + salt + [UInt8(ascii: "$")]
        for (high, middle, low) in [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)] {
            let word = UInt32(digest[high]) << 16 | UInt32(digest[middle]) << 8 | UInt32(digest[low])
            text += encode(word, count: 4)
        }
        text += encode(UInt32(digest[11]), count: 2)
        return String(decoding: text, as: UTF8.self)
    }

    private static func digest(_ password: [UInt8], _ salt: [UInt8]) -> [UInt8] {
        let inner = Array(Insecure.MD5.hash(data: password + salt + password))
        var first = password + magic + salt
        var left = password.count
        while left > 0 {
            first += inner.prefix(left)
            left -= 16
        }
        var bits = password.count
        while bits != 0 {
            first.append(bits & 1 == 1 ? 0 : password[0])
            bits >>= 1
        }
        var digest = Array(Insecure.MD5.hash(data: first))
        for round in 0..<1000 {
            var text = round & 1 == 1 ? password : digest
            if round % 3 != 0 { text += salt }
            if round % 7 != 0 { text += password }
            text += round & 1 == 1 ? digest : password
            digest = Array(Insecure.MD5.hash(data: text))
        }
        return digest
    }

    private static func encode(_ word: UInt32, count: Int) -> [UInt8] {
        (0..<count).map { digits[Int(word >> UInt32(6 * $0) & 0x3F)] }
    }
}
