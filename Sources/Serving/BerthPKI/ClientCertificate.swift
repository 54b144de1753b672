import Crypto
package import Foundation
import SwiftASN1
package import X509

/// A certificate that says who a client is: `CN` the user, each `O` a group.
///
/// [Kubernetes: X.509 client certificates](https://kubernetes.io/docs/reference/access-authn-authz/authentication/).
package struct ClientCertificate: Sendable {
    /// How long a client certificate is valid.
    package static let lifetime: TimeInterval = 365 * 86400

    /// The leaf.
    package let certificate: Certificate
    /// The leaf alone, PEM.
    package let certificatePath: String
    /// Its key, 0600.
    package let keyPath: String

    /// Keeps a valid certificate for `user` in `groups` as `<name>.crt` and `<name>.key` in `folder`.
    ///
    /// What lies there is kept while the authority signed it for them and less than two thirds of its life are over.
    package static func ensure(
        inFolder folder: String,
        name: String,
        user: String,
        groups: [String],
        authority: CertificateAuthority,
        now: Date
    ) throws -> ClientCertificate {
        let certificatePath = "\(folder)/\(name).crt"
        let keyPath = "\(folder)/\(name).key"
        if let certificatePEM = try AtomicFile.read(certificatePath), let keyPEM = try AtomicFile.read(keyPath),
            let kept = try? Certificate(pemEncoded: String(decoding: certificatePEM, as: UTF8.self)),
            let key = try? Certificate.PrivateKey(pemEncoded: String(decoding: keyPEM, as: UTF8.self)),
            key.publicKey == kept.publicKey,
            let wanted = try? authority.issue(
                for: key.publicKey,
                user: user,
                groups: groups,
                lifetime: lifetime,
                now: now
            ),
            kept.subject == wanted.subject,
            authority.certificate.publicKey.isValidSignature(kept.signature, for: kept),
            now >= kept.notValidBefore,
            now < kept.notValidBefore + kept.notValidAfter.timeIntervalSince(kept.notValidBefore) * 2 / 3
        {
            return ClientCertificate(certificate: kept, certificatePath: certificatePath, keyPath: keyPath)
        }
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let leaf = try authority.issue(for: key.publicKey, user: user, groups: groups, lifetime: lifetime, now: now)
        // a crash between the two leaves a pair that does not fit, which the next call notices and replaces
        try AtomicFile.write(key.serializeAsPEM().pemString.utf8, to: keyPath, mode: 0o600)
        try AtomicFile.write(leaf.serializeAsPEM().pemString.utf8, to: certificatePath, mode: 0o644)
        return ClientCertificate(certificate: leaf, certificatePath: certificatePath, keyPath: keyPath)
    }
}
