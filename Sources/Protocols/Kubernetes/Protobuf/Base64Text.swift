/// Base64 (RFC 4648 §4), the form that bytes have in JSON.
enum Base64Text {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of some bytes, padded.
    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var (word, count) = (UInt32(0), 0)
        func digit(_ shift: UInt32) -> UInt8 { alphabet[Int(word >> shift & 63)] }
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift: UInt32 in [18, 12, 6, 0] { text.append(digit(shift)) }
                (word, count) = (0, 0)
            }
        }
        let padding = UInt8(ascii: "=")
        if count == 1 {
            word <<= 16
            text += [digit(18), digit(12), padding, padding]
        } else if count == 2 {
            word <<= 8
            text += [digit(18), digit(12), digit(6), padding]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
