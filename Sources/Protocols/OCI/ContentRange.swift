/// The byte range of an upload's chunk: `^[0-9]+-[0-9]+$`, inclusive on both ends, as the distribution spec writes `Content-Range`.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-a-blob-in-chunks
package struct ContentRange: Hashable, Sendable {
    package let first: Int64
    package let last: Int64

    package init(_ text: some StringProtocol) throws(ParseError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = Self.number(parts[0]), let last = Self.number(parts[1]), first <= last,
            last < Int64.max
        else { throw ParseError(expected: "content range", given: text) }
        self.first = first
        self.last = last
    }

    /// The number of bytes in the range.
    package var count: Int64 { last - first + 1 }

    private static func number(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int64(text)
    }
}
