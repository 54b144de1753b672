/// The name of a repository: path components of lower-case letters and digits with `.`, `_`, `__` or dashes between them.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests; at most 255 bytes in all, so that no path
/// component that a folder needs is longer than file systems allow.
package struct RepositoryName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The longest name in bytes.
    package static let lengthLimit = 255

    package let text: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let utf8 = text.utf8
        guard utf8.count <= Self.lengthLimit, Self.matches(utf8) else {
            throw ParseError(expected: "repository name", given: text)
        }
        self.text = String(text)
    }

    /// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*`, from the first byte to the last.
    private static func matches(_ utf8: some Collection<UInt8>) -> Bool {
        var separator: UInt8 = 0x2f
        var separatorLength = 1
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7a:
                separatorLength = 0
            case 0x2d where separatorLength == 0 || separator == 0x2d,
                0x5f where separatorLength == 0 || (separator == 0x5f && separatorLength == 1),
                0x2e where separatorLength == 0, 0x2f where separatorLength == 0:
                separator = byte
                separatorLength += 1
            default:
                return false
            }
        }
        return separatorLength == 0
    }

    package var description: String { text }

    package static func < (left: RepositoryName, right: RepositoryName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
