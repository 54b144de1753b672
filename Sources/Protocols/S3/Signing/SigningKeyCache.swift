package import Crypto
import Synchronization

/// Derives signing keys and remembers the last ones, since a key is good for a whole day.
package final class SigningKeyCache: Sendable {
    private struct Origin: Hashable {
        let secret: String
        let scope: CredentialScope
    }

    /// How many keys are remembered before all are forgotten.
    private static let entryLimit = 256

    private let keys = Mutex<[Origin: SymmetricKey]>([:])

    package init() {}

    /// The key of `secret` for `scope`.
    package func key(secret: String, scope: CredentialScope) -> SymmetricKey {
        keys.withLock { $0[Origin(secret: secret, scope: scope)] } ?? Self.derive(secret: secret, scope: scope)
    }

    /// Remembers a key; to be called only when a signature by it was right, so that strangers fill no memory.
    package func remember(_ key: SymmetricKey, secret: String, scope: CredentialScope) {
        keys.withLock { keys in
            if keys.count >= Self.entryLimit { keys.removeAll(keepingCapacity: true) }
            keys[Origin(secret: secret, scope: scope)] = key
        }
    }

    /// The chain of four keyed hashes.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#calculate-signature
    private static func derive(secret: String, scope: CredentialScope) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for step in [scope.day, scope.region, scope.service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(step.utf8), using: key))
        }
        return key
    }
}
