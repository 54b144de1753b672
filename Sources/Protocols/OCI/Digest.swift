/// The name of content: an algorithm and the hash in lower-case hexadecimal, `sha256:…`.
///
/// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests; a value exists only if the grammar of its registered
/// algorithm holds from the first byte to the last.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    package let algorithm: DigestAlgorithm
    /// The encoded part, lower-case hexadecimal.
    package let hex: String
    /// The whole, `algorithm:hex`.
    package let text: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        guard let colon = text.firstIndex(of: ":"),
            let algorithm = DigestAlgorithm(rawValue: String(text[..<colon])),
            let digest = Digest(algorithm: algorithm, hex: text[text.index(after: colon)...])
        else { throw ParseError(expected: "digest", given: text) }
        self = digest
    }

    /// The digest of `algorithm` with the encoded part `hex`, or `nil` when that is not its grammar.
    package init?(algorithm: DigestAlgorithm, hex: some StringProtocol) {
        let utf8 = hex.utf8
        guard utf8.count == algorithm.encodedLength,
            utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
        else { return nil }
        self.algorithm = algorithm
        self.hex = String(hex)
        self.text = "\(algorithm.rawValue):\(hex)"
    }

    init(algorithm: DigestAlgorithm, hash: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(algorithm.encodedLength)
        for byte in hash {
            encoded.append(digits[Int(byte >> 4)])
            encoded.append(digits[Int(byte & 15)])
        }
        self.algorithm = algorithm
        self.hex = String(decoding: encoded, as: UTF8.self)
        self.text = "\(algorithm.rawValue):\(hex)"
    }

    package var description: String { text }

    package static func == (left: Digest, right: Digest) -> Bool {
        left.text == right.text
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}
