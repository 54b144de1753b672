/// UUIDs of objects (RFC 9562, version 4).
package enum UUIDText {
    /// A new one: `0b1f7a3c-5d2e-4c6b-9a8f-1234567890ab`.
    package static func random() -> String {
        var random = SystemRandomNumberGenerator()
        return generated(using: &random)
    }

    /// One from a random source.
    package static func generated(using random: inout some RandomNumberGenerator) -> String {
        let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hexadecimal(_ word: UInt64) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return (0..<16).map { digits[Int(word >> UInt64(60 - 4 * $0) & 15)] }
    }
}
