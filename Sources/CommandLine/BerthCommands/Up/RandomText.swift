/// Text that nobody can guess, from the system's random source.
enum RandomText {
    // without characters that look alike, and safe in shells, YAML and URLs
    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    /// `count` letters and digits, 5.8 bits each.
    static func letters(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
    }
}
