import Foundation
import Testing
import X509

@testable import BerthPKI

@Suite struct `A client certificate` {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `names its user and groups, for clients only`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let made = try ClientCertificate.ensure(
                inFolder: folder,
                name: "admin",
                user: "system:admin",
                groups: ["system:masters", "second"],
                authority: authority,
                now: start
            )
            let subject = made.certificate.subject.description
            #expect(subject.contains("system:admin"))
            #expect(subject.contains("system:masters"))
            #expect(subject.contains("second"))
            let usage = try made.certificate.extensions.extendedKeyUsage
            #expect(usage == (try ExtendedKeyUsage([.clientAuth])))
            #expect(try mode(of: made.keyPath) == 0o600)
        }
    }

    @Test func `is kept while it fits and made anew when somebody else is meant`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            func ensure(_ user: String, at now: Date) throws -> Certificate {
                try ClientCertificate.ensure(
                    inFolder: folder,
                    name: "c",
                    user: user,
                    groups: ["g"],
                    authority: authority,
                    now: now
                ).certificate
            }
            let first = try ensure("a", at: start)
            #expect(try ensure("a", at: start + 86400) == first)
            #expect(try ensure("b", at: start) != first)
            let renewed = try ensure("b", at: start + 300 * 86400)
            #expect(renewed.notValidAfter > start + 366 * 86400)
        }
    }
}
