/// Small damage to good input, as a fuzzer does it, from a seed.
package enum Mutation {
    /// A damaged copy of `input`; `others` are inputs to splice with.
    package static func mutate(
        _ input: [UInt8],
        with others: [[UInt8]],
        using random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0 where !bytes.isEmpty: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1 where !bytes.isEmpty: bytes.remove(at: position)
            case 2: bytes.insert(UInt8.random(in: 0 ... .max, using: &random), at: position)
            case 3 where !bytes.isEmpty: bytes.removeLast(bytes.count - position)
            case 4 where !bytes.isEmpty:
                let end = min(bytes.count, position + Int.random(in: 1...16, using: &random))
                bytes.insert(contentsOf: bytes[position..<end], at: position)
            case 5: bytes.insert(contentsOf: Self.interesting.randomElement(using: &random) ?? [], at: position)
            case 6:
                let other = others.randomElement(using: &random) ?? []
                let start = other.isEmpty ? 0 : Int.random(in: 0..<other.count, using: &random)
                bytes = Array(bytes[..<position]) + other[start...]
            case 7 where !bytes.isEmpty:
                bytes[position] = Array(#"{}[]":,<>/&%;=- .0aZ"#.utf8).randomElement(using: &random) ?? 0
            default: bytes.append(contentsOf: bytes.prefix(32))
            }
            if bytes.count > 4096 { bytes.removeLast(bytes.count - 4096) }
        }
        return bytes
    }

    private static let interesting: [[UInt8]] =
        [
            "9223372036854775807", "9223372036854775808", "-1", "18446744073709551616", "1e999", "\u{0}", "\r\n", "%00",
            "%2e%2e%2f", "\u{301}", "\u{FEFF}", "\u{1F600}", "\\ud800", "&#0;", "&#x110000;", "<![CDATA[",
            "<!DOCTYPE a>",
            "../", "ffffffffffffffff", "null", "\"\"", "{}", "[[[[[[[[", "sha256:", "K", "ſ",
        ].map { Array($0.utf8) } + [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80]]
}
