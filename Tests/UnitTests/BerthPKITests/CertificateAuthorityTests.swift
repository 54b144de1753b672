import Foundation
import SwiftASN1
import Testing
import X509

@testable import BerthPKI

@Suite struct `A certificate authority` {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `signs certificates that a verifier accepts under each of their names`() async throws {
        try await withScratchFolder { folder in
            let start = Date()
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let names = try ["registry.example.test", "10.1.2.3", "::1"].map { try ServingName($0) }
            let leaf = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: start)
            for (hostname, address) in [("registry.example.test", nil), (nil, "10.1.2.3"), (nil, "::1")] {
                var verifier = Verifier(rootCertificates: CertificateStore([authority.certificate])) {
                    RFC5280Policy()
                    ServerIdentityPolicy(serverHostname: hostname, serverIP: address)
                }
                let result = await verifier.validate(
                    leaf: leaf.certificate,
                    intermediates: CertificateStore()
                )
                guard case .validCertificate = result else {
                    Issue.record("\(hostname ?? address ?? ""): \(result)")
                    continue
                }
            }
        }
    }

    @Test func `is the same after a restart`() async throws {
        try await withScratchFolder { folder in
            let first = try CertificateAuthority.open(inFolder: folder, now: start)
            let second = try CertificateAuthority.open(inFolder: folder, now: start + 3600)
            #expect(first.certificate == second.certificate)
        }
    }

    @Test func `keeps its key for itself`() async throws {
        try await withScratchFolder { folder in
            _ = try CertificateAuthority.open(inFolder: folder, now: start)
            #expect(try mode(of: folder + "/ca.key") == 0o600)
            #expect(try mode(of: folder + "/ca.crt") == 0o644)
            let folderMode = try mode(of: folder)
            #expect(folderMode == 0o700)
        }
    }

    @Test func `refuses a key that is not its own`() async throws {
        try await withScratchFolder { folder in
            _ = try CertificateAuthority.open(inFolder: folder + "/one", now: start)
            _ = try CertificateAuthority.open(inFolder: folder + "/two", now: start)
            let other = try #require(try AtomicFile.read(folder + "/two/ca.key"))
            try AtomicFile.write(other, to: folder + "/one/ca.key", mode: 0o600)
            #expect(throws: PKIError.keyMismatch(path: folder + "/one/ca.crt")) {
                try CertificateAuthority.open(inFolder: folder + "/one", now: start)
            }
        }
    }

    @Test func `refuses a certificate file that is none`() async throws {
        try await withScratchFolder { folder in
            _ = try CertificateAuthority.open(inFolder: folder, now: start)
            try AtomicFile.write("hello".utf8, to: folder + "/ca.crt", mode: 0o644)
            #expect(throws: PKIError.contentMalformed(path: folder + "/ca.crt")) {
                try CertificateAuthority.open(inFolder: folder, now: start)
            }
        }
    }

    @Test func `may sign servers and no further authority`() async throws {
        try await withScratchFolder { folder in
            let root = try CertificateAuthority.open(inFolder: folder, now: start).certificate
            #expect(try root.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
            #expect(root.extensions[oid: .X509ExtensionID.basicConstraints]?.critical == true)
            #expect(try root.extensions.keyUsage == KeyUsage(keyCertSign: true, cRLSign: true))
            #expect(root.notValidAfter == start + CertificateAuthority.lifetime)
        }
    }
}
