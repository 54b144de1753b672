/// The key of an object: 1 to 1,024 bytes of UTF-8 without NUL, never normalised.
///
/// Two keys are the same when their bytes are: `a//b`, `a/./b` and both Unicode forms of "é" are different keys.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
package struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The longest key in bytes.
    package static let byteLimit = 1024

    /// The bytes as the client named them, decoded once.
    package let bytes: [UInt8]

    /// The key, if `bytes` may be one.
    package init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count <= Self.byteLimit, !bytes.contains(0) else { return nil }
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        self.bytes = bytes
    }

    /// The key made of the UTF-8 bytes of `text`.
    package init?(_ text: some StringProtocol) {
        self.init(Array(text.utf8))
    }

    /// The key as text, for documents and messages; never for comparing.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The key as it stands in the path of a URL and in answers with `encoding-type=url`; slashes stay.
    package var percentEncoded: String { PercentEncoding.encode(bytes, keepingSlashes: true) }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
