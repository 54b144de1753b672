/// Short ASCII texts that are looked for together, in one pass over the bytes and in any case.
struct ASCIINeedles: Sendable {
    private let needles: [[UInt8]]

    /// `needles`: ASCII in lower case, none empty.
    init(_ needles: [String]) { self.needles = needles.map { Array($0.utf8) } }

    /// Where the first of them begins, in bytes of UTF-8; nil if none is there.
    func firstOffset(in text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.first { start in
                needles.contains { needle in
                    needle.count <= bytes.count - start
                        && needle.indices.allSatisfy { Self.lowercased(bytes[start + $0]) == needle[$0] }
                }
            }
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
