package import BerthHTTP
import Foundation
package import HummingbirdCore
import Kubernetes
import SwiftASN1
import Synchronization
import X509

/// Users by client certificate: the common name is the user, organisations are its groups.
///
/// The TLS layer has verified the chain; an expired certificate is refused here too, for connections that live long.
/// <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates>
package final class CertificateAuthenticator: Authenticator {
    /// What a certificate says.
    struct Subject: Sendable, Hashable {
        let username: String
        let groups: [String]
        let validSeconds: ClosedRange<Double>
    }

    private let known = Mutex(BoundedCache<[UInt8], Subject>(limit: 512))

    package init() {}

    package func authenticate(
        _ request: Request,
        _ context: HTTPContext,
        isUse: Bool
    ) async throws -> Authentication? {
        guard let certificate = await context.clientCertificate() else { return nil }
        return try authentication(byCertificate: certificate, now: WallClock.now())
    }

    /// The user of a certificate in DER; nil for one that names none.
    ///
    /// - Throws: `Status.unauthorized` for one that is malformed or not valid at `now` (seconds since 1970).
    func user(ofCertificate der: [UInt8], now: Double) throws(Status) -> UserInfo? {
        try authentication(byCertificate: der, now: now)?.user
    }

    /// The same, and until when.
    ///
    /// - Throws: `Status.unauthorized` for one that is malformed or not valid at `now` (seconds since 1970).
    func authentication(byCertificate der: [UInt8], now: Double) throws(Status) -> Authentication? {
        let subject: Subject
        if let cached = known.withLock({ $0[der] }) {
            subject = cached
        } else {
            guard let read = Self.subject(ofCertificate: der) else { throw .unauthorized }
            known.withLock { $0[der] = read }
            subject = read
        }
        guard subject.validSeconds.contains(now) else { throw .unauthorized }
        guard !subject.username.isEmpty else { return nil }
        return Authentication(
            UserInfo(username: subject.username, groups: subject.groups + ["system:authenticated"]),
            expiry: subject.validSeconds.upperBound
        )
    }

    private static func subject(ofCertificate der: [UInt8]) -> Subject? {
        guard let certificate = try? Certificate(derEncoded: der),
            certificate.notValidBefore <= certificate.notValidAfter
        else { return nil }
        var names: [String] = []
        var groups: [String] = []
        for attribute in certificate.subject.joined() {
            if attribute.type == .RDNAttributeType.commonName {
                guard let name = String(attribute.value) else { return nil }
                names.append(name)
            } else if attribute.type == .RDNAttributeType.organizationName {
                guard let group = String(attribute.value) else { return nil }
                groups.append(group)
            }
        }
        guard names.count <= 1 else { return nil }
        return Subject(
            username: names.first ?? "",
            groups: groups,
            validSeconds: certificate.notValidBefore
                .timeIntervalSince1970...certificate.notValidAfter.timeIntervalSince1970
        )
    }
}
