package import BerthPKI
import Crypto
import JWTKit
import Kubernetes

/// The keys of service account tokens: the first signs, and what any of them signed is accepted.
///
/// Kept as PEM texts one after the other in one file, the newest first. A key is replaced by putting a new one in
/// front; the old one is taken away once nothing is in use any more that it signed.
package struct ServiceAccountKeyRing: Sendable {
    /// One key with the name that tokens carry.
    struct Key: Sendable {
        let secret: P256.Signing.PrivateKey
        /// `kid`: a hash of the public key.
        let id: String

        init(_ secret: P256.Signing.PrivateKey) {
            self.secret = secret
            id = Base64URL.encode(SHA256.hash(data: secret.publicKey.derRepresentation))
        }
    }

    /// As many are kept at most.
    package static let limit = 16
    private static let end = "-----END PRIVATE KEY-----"

    /// The newest first; never empty.
    private(set) var keys: [Key]

    private init(_ keys: [Key]) { self.keys = keys }

    /// A ring of one new key.
    package static func make() -> ServiceAccountKeyRing { ServiceAccountKeyRing([Key(P256.Signing.PrivateKey())]) }

    /// Reads the keys of a file; nil when there is no such file.
    package static func read(_ path: String) throws(PKIError) -> ServiceAccountKeyRing? {
        guard let bytes = try AtomicFile.read(path) else { return nil }
        guard let ring = ServiceAccountKeyRing(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw .contentMalformed(path: path)
        }
        return ring
    }

    /// nil unless the text is one to ``limit`` private keys of P-256 in PEM.
    init?(parsing text: String) {
        var keys: [Key] = []
        var pem = ""
        for line in text.split(whereSeparator: \.isNewline) {
            pem += line + "\n"
            guard line == Self.end else { continue }
            guard keys.count < Self.limit, let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
                return nil
            }
            keys.append(Key(key))
            pem = ""
        }
        guard !keys.isEmpty, pem.allSatisfy(\.isWhitespace) else { return nil }
        self.keys = keys
    }

    /// How many keys there are.
    package var count: Int { keys.count }
    /// The name of the key that signs.
    package var signingID: String { keys.first?.id ?? "" }

    /// Puts a new key in front.
    package mutating func rotate() { keys.insert(Key(P256.Signing.PrivateKey()), at: 0) }

    /// Takes every key away but the one that signs.
    package mutating func forgetOld() { keys = Array(keys.prefix(1)) }

    /// Writes the file in one step (0600).
    package func write(_ path: String) throws(PKIError) {
        let text = keys.map { $0.secret.pemRepresentation + "\n" }.joined()
        try AtomicFile.write(text.utf8, to: path, mode: 0o600)
    }
}
