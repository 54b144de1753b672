/// Base64 as bytes travel in JSON (RFC 4648 section 4, with padding).
enum Base64Text {
    /// How many bytes the text stands for; nil when it is no base64. Line ends are skipped, as Go does.
    static func byteCount(_ text: String) -> Int? {
        var digits = 0
        var padding = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "="): padding += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                guard padding == 0 else { return nil }
                digits += 1
            default: return nil
            }
        }
        guard padding <= 2, (digits + padding) % 4 == 0, digits % 4 != 1 else { return nil }
        return digits * 3 / 4
    }
}
