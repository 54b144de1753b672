import Crypto
package import Foundation
import SwiftASN1
package import X509

/// The certificate a server shows: signed by our authority, for 90 days, with every name the server is reached under.
package struct ServingCertificate: Sendable {
    /// How long a serving certificate is valid.
    package static let lifetime: TimeInterval = 90 * 86400

    /// The leaf.
    package let certificate: Certificate
    /// Leaf and root in one PEM file, as servers want it.
    package let certificatePath: String
    /// Its key, 0600.
    package let keyPath: String

    /// Keeps a valid certificate for `names` as `serving.crt` and `serving.key` in `folder`.
    ///
    /// What lies there is kept while it is ours, has all the names and is younger than two thirds of its life; else it is made anew.
    package static func ensure(
        inFolder folder: String,
        names: [ServingName],
        authority: CertificateAuthority,
        now: Date
    ) throws -> ServingCertificate {
        let certificatePath = folder + "/serving.crt"
        let keyPath = folder + "/serving.key"
        if let kept = try kept(at: certificatePath, keyPath: keyPath),
            !isDue(kept, names: names, authority: authority, now: now)
        {
            return ServingCertificate(certificate: kept, certificatePath: certificatePath, keyPath: keyPath)
        }
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let leaf = try authority.issue(for: key.publicKey, names: names, lifetime: lifetime, now: now)
        let chain = try leaf.serializeAsPEM().pemString + "\n" + authority.certificate.serializeAsPEM().pemString + "\n"
        // a crash between the two leaves a pair that does not fit, which the next call notices and replaces
        try AtomicFile.write(key.serializeAsPEM().pemString.utf8, to: keyPath, mode: 0o600)
        try AtomicFile.write(chain.utf8, to: certificatePath, mode: 0o644)
        return ServingCertificate(certificate: leaf, certificatePath: certificatePath, keyPath: keyPath)
    }

    /// Whether a certificate must be replaced: two thirds of its life are over, a name is missing, or another authority signed it.
    package static func isDue(
        _ certificate: Certificate,
        names: [ServingName],
        authority: CertificateAuthority,
        now: Date
    ) -> Bool {
        let life = certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore)
        guard now >= certificate.notValidBefore, now < certificate.notValidBefore + life * 2 / 3,
            authority.certificate.publicKey.isValidSignature(certificate.signature, for: certificate),
            let present = try? certificate.extensions.subjectAlternativeNames
        else { return true }
        return !names.allSatisfy { present.contains($0.generalName) }
    }

    /// The leaf in the file, if its key is there and fits.
    private static func kept(at certificatePath: String, keyPath: String) throws(PKIError) -> Certificate? {
        guard let chain = try AtomicFile.read(certificatePath), let keyPEM = try AtomicFile.read(keyPath),
            let first = try? PEMDocument.parseMultiple(pemString: String(decoding: chain, as: UTF8.self)).first,
            let certificate = try? Certificate(pemDocument: first),
            let key = try? Certificate.PrivateKey(pemEncoded: String(decoding: keyPEM, as: UTF8.self)),
            key.publicKey == certificate.publicKey
        else { return nil }
        return certificate
    }
}
