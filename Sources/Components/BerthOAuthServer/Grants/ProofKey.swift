import BerthPasswords
import Crypto
import Kubernetes

/// The proof that whoever exchanges a code is who asked for it (PKCE, RFC 7636).
struct ProofKey: Sendable, Equatable {
    enum Method: String, Sendable {
        case plain
        case sha256 = "S256"
    }

    let challenge: String
    let method: Method

    /// Reads `code_challenge` and `code_challenge_method`; nil when they are not what RFC 7636 §4.2 allows.
    init?(challenge: String, method: String?) {
        guard let method = Method(rawValue: method.flatMap { $0.isEmpty ? nil : $0 } ?? "plain"),
            Self.isVerifier(challenge)
        else { return nil }
        self.challenge = challenge
        self.method = method
    }

    /// 43 to 128 unreserved characters (RFC 7636 §4.1).
    private static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
                default: false
                }
            }
    }

    /// Whether `verifier` is what the challenge was made from.
    func accepts(verifier: String) -> Bool {
        guard Self.isVerifier(verifier) else { return false }
        switch method {
        case .plain: return PasswordHash.isEqual(verifier, challenge)
        case .sha256:
            return PasswordHash.isEqual(Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))), challenge)
        }
    }
}
