/// The name of a bucket, as the rules for general purpose buckets allow it.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
package struct BucketName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name; ASCII only, so comparing it as text is comparing bytes.
    package let text: String

    /// The name, if `text` is one: 3 to 63 of a-z, 0-9, `.` and `-`, dots only between labels, not an IPv4 address.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (3...63).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for label in labels {
            guard let first = label.first, let last = label.last, first != UInt8(ascii: "-"), last != UInt8(ascii: "-")
            else { return nil }
        }
        if labels.count == 4, labels.allSatisfy({ $0.allSatisfy(Self.isDigit) }) { return nil }
        let name = String(decoding: bytes, as: UTF8.self)
        for prefix in ["xn--", "sthree-", "amzn-s3-demo-"] where name.hasPrefix(prefix) { return nil }
        for suffix in ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"] where name.hasSuffix(suffix) {
            return nil
        }
        self.text = name
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte) || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
