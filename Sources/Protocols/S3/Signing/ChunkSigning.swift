package import Crypto

/// Signs the chunks of one body, each over the one before.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
package struct ChunkSigning: Sendable {
    private static let emptyHash = Array("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".utf8)

    private let key: SymmetricKey
    private let prefix: [UInt8]
    /// The last signature, in lower-case hex; at first that of the request.
    package private(set) var previous: String

    init(key: SymmetricKey, time: SigningTime, scope: CredentialScope, seed: String) {
        self.key = key
        prefix = Array("\n\(time.text)\n\(scope.text)\n".utf8)
        previous = seed
    }

    /// The signature of the next chunk, from the hash of its bytes.
    package mutating func sign(chunk hash: SHA256.Digest) -> String {
        var text = Array("AWS4-HMAC-SHA256-PAYLOAD".utf8) + prefix
        text += previous.utf8
        text.append(UInt8(ascii: "\n"))
        text += Self.emptyHash
        text.append(UInt8(ascii: "\n"))
        Hex.append(hash, to: &text)
        return advance(text)
    }

    /// The signature of the trailer: its fields as `name:value` with a newline after each.
    package mutating func sign(trailer: [UInt8]) -> String {
        var text = Array("AWS4-HMAC-SHA256-TRAILER".utf8) + prefix
        text += previous.utf8
        text.append(UInt8(ascii: "\n"))
        Hex.append(SHA256.hash(data: trailer), to: &text)
        return advance(text)
    }

    private mutating func advance(_ text: [UInt8]) -> String {
        previous = Hex.encode(HMAC<SHA256>.authenticationCode(for: text, using: key))
        return previous
    }
}
