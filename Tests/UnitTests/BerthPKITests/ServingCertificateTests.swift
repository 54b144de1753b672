import Foundation
import SwiftASN1
import Testing
import X509

@testable import BerthPKI

@Suite struct `A serving certificate` {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `is kept while two thirds of its life are not over`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let names = ServingName.ofThisMachine()
            let first = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: start)
            let later = start + 59 * 86400
            let kept = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: later)
            #expect(kept.certificate == first.certificate)
            let due = start + 61 * 86400
            let renewed = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: due)
            #expect(renewed.certificate != first.certificate)
            #expect(renewed.certificate.notValidAfter == due + ServingCertificate.lifetime)
        }
    }

    @Test func `is made anew for a new name`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let one = try ServingCertificate.ensure(
                inFolder: folder,
                names: [ServingName("a.test")],
                authority: authority,
                now: start
            )
            let two = try ServingCertificate.ensure(
                inFolder: folder,
                names: [ServingName("a.test"), ServingName("b.test")],
                authority: authority,
                now: start
            )
            #expect(one.certificate != two.certificate)
        }
    }

    @Test func `is made anew when another authority signed it`() async throws {
        try await withScratchFolder { folder in
            let first = try CertificateAuthority.open(inFolder: folder + "/one", now: start)
            let second = try CertificateAuthority.open(inFolder: folder + "/two", now: start)
            let names = ServingName.ofThisMachine()
            let one = try ServingCertificate.ensure(inFolder: folder, names: names, authority: first, now: start)
            let two = try ServingCertificate.ensure(inFolder: folder, names: names, authority: second, now: start)
            #expect(one.certificate != two.certificate)
        }
    }

    @Test func `is made anew when the key does not fit`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let names = ServingName.ofThisMachine()
            let one = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: start)
            try AtomicFile.write("torn".utf8, to: one.keyPath, mode: 0o600)
            let two = try ServingCertificate.ensure(inFolder: folder, names: names, authority: authority, now: start)
            #expect(one.certificate != two.certificate)
            #expect(try mode(of: two.keyPath) == 0o600)
        }
    }

    @Test func `is for servers and comes with the chain`() async throws {
        try await withScratchFolder { folder in
            let authority = try CertificateAuthority.open(inFolder: folder, now: start)
            let leaf = try ServingCertificate.ensure(
                inFolder: folder,
                names: [ServingName("a.test")],
                authority: authority,
                now: start
            )
            #expect(try leaf.certificate.extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
            #expect(try leaf.certificate.extensions.basicConstraints == .notCertificateAuthority)
            let chain = try #require(try AtomicFile.read(leaf.certificatePath))
            let documents = try PEMDocument.parseMultiple(pemString: String(decoding: chain, as: UTF8.self))
            #expect(
                try documents.map { try Certificate(pemDocument: $0) } == [leaf.certificate, authority.certificate]
            )
        }
    }
}
