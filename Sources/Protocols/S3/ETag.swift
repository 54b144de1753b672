/// The entity tag of an object: an opaque text without quotes, often the MD5 of the content.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
package struct ETag: Hashable, Sendable, CustomStringConvertible {
    /// The tag without its quotes.
    package let text: String

    /// The tag with this opaque text; quotes around it and a weakness mark are taken off.
    package init?(_ text: some StringProtocol) {
        var tag = Substring(String(text))
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        if tag.utf8.first == UInt8(ascii: "\"") {
            guard tag.utf8.count >= 2, tag.utf8.last == UInt8(ascii: "\"") else { return nil }
            tag = tag.dropFirst().dropLast()
        }
        let isClean = tag.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") }
        guard !tag.isEmpty, tag.utf8.count <= 128, isClean else { return nil }
        self.text = String(tag)
    }

    /// The tag of content sent in one piece.
    package init(md5: some Sequence<UInt8>) {
        text = Hex.encode(md5)
    }

    /// The tag of an object made of parts: a hash over the parts and their number.
    package init(hash: some Sequence<UInt8>, parts: Int) {
        text = "\(Hex.encode(hash))-\(parts)"
    }

    /// The MD5 of the content, if the tag is one.
    package var md5: [UInt8]? { text.utf8.count == 32 ? Hex.decode(text) : nil }

    /// The tag as header fields and documents show it.
    package var quoted: String { "\"\(text)\"" }

    package var description: String { quoted }
}
