/// Names that the server makes for objects.
package enum ObjectName {
    /// Without vowels and look-alikes, so that no words arise.
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

    /// Five random characters.
    package static func generateSuffix() -> String {
        var random = SystemRandomNumberGenerator()
        return generateSuffix(using: &random)
    }

    /// Five characters from a random source.
    package static func generateSuffix(using random: inout some RandomNumberGenerator) -> String {
        String(
            decoding: (0..<5).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] },
            as: UTF8.self
        )
    }

    /// A name for `generateName`: the base, cut so that the whole has at most 63 bytes, and a suffix.
    package static func generated(from base: String) -> String {
        var base = base
        while base.utf8.count > 58 { base.removeLast() }
        return base + generateSuffix()
    }
}
