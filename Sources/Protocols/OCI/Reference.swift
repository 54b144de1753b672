/// What names a manifest within a repository: `<tag-or-digest>`.
package enum Reference: Hashable, Sendable, CustomStringConvertible {
    case tag(Tag)
    case digest(Digest)

    /// Text with a colon can only be a digest, as tags have none.
    package init(_ text: some StringProtocol) throws(ParseError) {
        if text.utf8.contains(0x3a) {
            self = .digest(try Digest(text))
        } else {
            self = .tag(try Tag(text))
        }
    }

    package var description: String {
        switch self {
        case .tag(let tag): tag.text
        case .digest(let digest): digest.text
        }
    }
}
