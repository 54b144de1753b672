import OCI
import Testing

@Suite struct `A digest` {
    private static let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test func `names the content of both algorithms`() {
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(Digest.of(nothing).text == "sha256:" + Self.hex)
        #expect(Digest.of(nothing, .sha512).hex.hasPrefix("cf83e1357eefb8bd"))
        #expect(Digest.of(nothing, .sha512).hex.utf8.count == 128)
    }

    @Test func `is computed part by part`() {
        var hasher = DigestHasher(.sha256)
        for part in ["a", "", "bc"] { Array(part.utf8).withUnsafeBytes { hasher.update(bufferPointer: $0) } }
        #expect(hasher.digest.hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    private static let refused: [String] = [
        "", "sha256", "sha256:", ":\(hex)", "sha256:\(hex.dropLast())", "sha256:\(hex)0", "sha256:\(hex.uppercased())",
        "SHA256:\(hex)", "md5:\(hex)", "sha1:\(hex)", "sha512:\(hex)", "sha256:\(hex)\n", " sha256:\(hex)",
        "sha256:../\(hex.dropFirst(3))", "sha256:sha256:\(hex)", "sha256:\(hex.dropLast())é",
        "sha256:\(hex.dropLast())g",
    ]

    @Test(arguments: refused)
    func `refuses what is not its grammar from the first byte to the last`(_ text: String) {
        #expect(throws: ParseError.self) { try Digest(text) }
    }

    @Test func `shows a refused text without control characters and shortened`() {
        do {
            _ = try Digest("\u{1b}[31m" + String(repeating: "x", count: 500))
        } catch {
            #expect(error.given.utf8.count == 64)
            #expect(error.given.hasPrefix("?[31m"))
        }
    }
}
