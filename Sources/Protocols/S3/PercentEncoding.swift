/// RFC 3986 percent-encoding as SigV4 wants it: everything but the unreserved characters, upper-case hex.
package enum PercentEncoding {
    /// The encoded form; `keepingSlashes` leaves `/` as it is, which is the rule for paths.
    package static func encode(_ bytes: some Sequence<UInt8>, keepingSlashes: Bool = false) -> String {
        var result: [UInt8] = []
        append(bytes, keepingSlashes: keepingSlashes, to: &result)
        return String(decoding: result, as: UTF8.self)
    }

    /// The encoded form of the UTF-8 bytes of `text`.
    package static func encode(_ text: some StringProtocol, keepingSlashes: Bool = false) -> String {
        encode(text.utf8, keepingSlashes: keepingSlashes)
    }

    /// Appends the encoded form to `result`.
    package static func append(_ bytes: some Sequence<UInt8>, keepingSlashes: Bool, to result: inout [UInt8]) {
        for byte in bytes {
            if isUnreserved(byte) || (keepingSlashes && byte == UInt8(ascii: "/")) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(Hex.upperDigits[Int(byte >> 4)])
                result.append(Hex.upperDigits[Int(byte & 15)])
            }
        }
    }

    /// The bytes after decoding once, or nil where a `%` is not followed by two hex digits.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> [UInt8]? {
        var result: [UInt8] = []
        let source = text.utf8
        result.reserveCapacity(source.count)
        var iterator = source.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(Hex.value), let low = iterator.next().flatMap(Hex.value) else {
                    return nil
                }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        return result
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}
