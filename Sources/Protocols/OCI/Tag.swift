/// A human-readable pointer to a manifest: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
package struct Tag: Hashable, Sendable, CustomStringConvertible {
    package static let lengthLimit = 128

    package let text: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let utf8 = text.utf8
        guard let first = utf8.first, utf8.count <= Self.lengthLimit, first != 0x2e, first != 0x2d,
            utf8.allSatisfy(Self.isAllowed)
        else { throw ParseError(expected: "tag", given: text) }
        self.text = String(text)
    }

    /// The tag under which clients keep the referrers of `subject` where a registry has no referrers API.
    ///
    /// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
    package init(referrersOf subject: Digest) {
        text = "\(subject.algorithm.rawValue)-\(subject.hex.prefix(64))"
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2e, 0x2d: true
        default: false
        }
    }

    package var description: String { text }
}
