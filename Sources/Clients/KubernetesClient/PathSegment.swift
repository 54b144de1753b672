/// Percent-encoding for one segment of a path or one value of a query (RFC 3986 §2.3).
package enum PathSegment {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Everything but unreserved characters is escaped; a lone `.` or `..` is too, so that nobody takes it for a step.
    package static func encode(_ text: String) -> String {
        let isStep = text == "." || text == ".."
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case UInt8(ascii: ".") where !isStep: bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 0xF)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
