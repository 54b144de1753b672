import Crypto
package import Foundation
import SwiftASN1
package import X509

/// The private authority of one installation: a self-signed P-256 root that signs the serving certificates.
///
/// `ca.crt` (0644) is for whoever is to trust it, `ca.key` (0600) never leaves the folder. Profile:
/// [RFC 5280 §4.2.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1).
package struct CertificateAuthority: Sendable {
    /// How long the root is valid.
    package static let lifetime: TimeInterval = 3650 * 86400
    /// Certificates begin a little in the past, for clocks that are behind ours.
    package static let clockAllowance: TimeInterval = 3600

    /// The root itself.
    package let certificate: Certificate
    /// Where the root lies, for messages and for clients that are to trust it.
    package let certificatePath: String
    private let key: Certificate.PrivateKey

    /// Reads the authority kept in `folder`, or makes it there (and the folder, 0700) when there is none.
    package static func open(inFolder folder: String, now: Date) throws -> CertificateAuthority {
        let certificatePath = folder + "/ca.crt"
        let keyPath = folder + "/ca.key"
        try AtomicFile.makeOwnFolder(folder, mode: 0o700)
        if let keyPEM = try AtomicFile.read(keyPath), let certificatePEM = try AtomicFile.read(certificatePath) {
            guard let key = try? Certificate.PrivateKey(pemEncoded: String(decoding: keyPEM, as: UTF8.self)) else {
                throw PKIError.contentMalformed(path: keyPath)
            }
            let text = String(decoding: certificatePEM, as: UTF8.self)
            guard let certificate = try? Certificate(pemEncoded: text) else {
                throw PKIError.contentMalformed(path: certificatePath)
            }
            guard certificate.publicKey == key.publicKey else { throw PKIError.keyMismatch(path: certificatePath) }
            return CertificateAuthority(certificate: certificate, certificatePath: certificatePath, key: key)
        }
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let certificate = try selfSigned(key, now: now)
        // the key first: a crash between the two leaves a key without a certificate, and both are made anew
        try AtomicFile.write(key.serializeAsPEM().pemString.utf8, to: keyPath, mode: 0o600)
        try AtomicFile.write(certificate.serializeAsPEM().pemString.utf8, to: certificatePath, mode: 0o644)
        return CertificateAuthority(certificate: certificate, certificatePath: certificatePath, key: key)
    }

    /// Signs a certificate for a server that is reached under `names`.
    func issue(
        for publicKey: Certificate.PublicKey,
        names: [ServingName],
        lifetime: TimeInterval,
        now: Date
    ) throws -> Certificate {
        let subject = try DistinguishedName {
            CommonName(names.first.map { String($0.description.prefix(64)) } ?? "localhost")
        }
        return try issue(for: publicKey, subject: subject, purpose: .serverAuth, names: names, lifetime, now)
    }

    /// Signs a certificate for a client: its common name is the user, each organization a group.
    func issue(
        for publicKey: Certificate.PublicKey,
        user: String,
        groups: [String],
        lifetime: TimeInterval,
        now: Date
    ) throws -> Certificate {
        let subject = try DistinguishedName {
            for group in groups { OrganizationName(group) }
            CommonName(user)
        }
        return try issue(for: publicKey, subject: subject, purpose: .clientAuth, names: [], lifetime, now)
    }

    private func issue(
        for publicKey: Certificate.PublicKey,
        subject: DistinguishedName,
        purpose: ExtendedKeyUsage.Usage,
        names: [ServingName],
        _ lifetime: TimeInterval,
        _ now: Date
    ) throws -> Certificate {
        let authorityKeyIdentifier = certificate.extensions.first { $0.oid == .X509ExtensionID.subjectKeyIdentifier }
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: now - Self.clockAllowance,
            notValidAfter: min(now + lifetime, certificate.notValidAfter),
            issuer: certificate.subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([purpose])
                SubjectKeyIdentifier(hash: publicKey)
                if let identifier = try authorityKeyIdentifier.map(SubjectKeyIdentifier.init) {
                    AuthorityKeyIdentifier(keyIdentifier: identifier.keyIdentifier)
                }
                if !names.isEmpty { SubjectAlternativeNames(names.map(\.generalName)) }
            },
            issuerPrivateKey: key
        )
    }

    private static func selfSigned(_ key: Certificate.PrivateKey, now: Date) throws -> Certificate {
        // the name carries the creation time: clients that trust several installations tell them apart
        let name = try DistinguishedName {
            OrganizationName("Berth")
            CommonName("Berth authority \(Int64(now.timeIntervalSince1970))")
        }
        return try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: now - clockAllowance,
            notValidAfter: now + lifetime,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key
        )
    }
}
