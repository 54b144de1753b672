/// A `Range` header of one byte range (RFC 9110 §14), judged against a representation's length.
package enum ByteRange: Equatable, Sendable {
    /// No range, several ranges or another unit: the whole representation is the answer.
    case ignored
    /// These bytes, with 206.
    case satisfiable(Range<Int64>)
    /// 416 with `Content-Range: bytes */length`.
    case unsatisfiable

    /// Judges `header` for a representation of `length` bytes.
    package init(_ header: String?, length: Int64) {
        guard let header, header.lowercased().hasPrefix("bytes=") else {
            self = .ignored
            return
        }
        let text = header.dropFirst(6)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !text.contains(",") else {
            self = .ignored
            return
        }
        switch (Self.number(parts[0]), Self.number(parts[1])) {
        case (.some(let first), .some(let last)):
            guard first <= last else {
                self = .ignored
                return
            }
            self = first < length ? .satisfiable(first..<min(last, length - 1) + 1) : .unsatisfiable
        case (.some(let first), nil) where parts[1].isEmpty:
            self = first < length ? .satisfiable(first..<length) : .unsatisfiable
        case (nil, .some(let suffix)) where parts[0].isEmpty:
            self = suffix > 0 && length > 0 ? .satisfiable(max(0, length - suffix)..<length) : .unsatisfiable
        default:
            self = .ignored
        }
    }

    /// The value of `Content-Range` for `range` of `length` bytes.
    package static func contentRange(_ range: Range<Int64>, of length: Int64) -> String {
        "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
    }

    /// Digits only; numbers beyond 64 bits count as the largest.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text).map { min($0, Int64.max - 1) } ?? Int64.max - 1
    }
}
