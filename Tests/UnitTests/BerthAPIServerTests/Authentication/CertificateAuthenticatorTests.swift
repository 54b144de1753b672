import Crypto
import Foundation
import Kubernetes
import SwiftASN1
import Testing
import X509

@testable import BerthAPIServer

@Suite struct `A client certificate` {
    private let authenticator = CertificateAuthenticator()
    private let begin = Date(timeIntervalSince1970: 1_000_000)
    private let end = Date(timeIntervalSince1970: 2_000_000)

    private func certificate(_ name: DistinguishedName) throws -> [UInt8] {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: begin,
            notValidAfter: end,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions(),
            issuerPrivateKey: key
        )
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    @Test func `names the user by its common name and groups by its organisations`() throws {
        let name = try DistinguishedName {
            OrganizationName("system:masters")
            OrganizationName("team")
            CommonName("system:admin")
        }
        let user = try authenticator.user(ofCertificate: certificate(name), now: 1_500_000)
        #expect(user == UserInfo(username: "system:admin", groups: ["system:masters", "team", "system:authenticated"]))
    }

    @Test func `is refused before its time and after it`() throws {
        let der = try certificate(DistinguishedName { CommonName("ann") })
        #expect(throws: Status.unauthorized) { try authenticator.user(ofCertificate: der, now: 999_999) }
        #expect(throws: Status.unauthorized) { try authenticator.user(ofCertificate: der, now: 2_000_001) }
        #expect(try authenticator.user(ofCertificate: der, now: 1_000_000)?.username == "ann")
    }

    @Test func `without a name is nobody, and with two or in pieces is refused`() throws {
        let unnamed = try certificate(DistinguishedName { OrganizationName("system:masters") })
        #expect(try authenticator.user(ofCertificate: unnamed, now: 1_500_000) == nil)
        let twice = try certificate(
            DistinguishedName {
                CommonName("ann")
                CommonName("root")
            }
        )
        #expect(throws: Status.unauthorized) { try authenticator.user(ofCertificate: twice, now: 1_500_000) }
        #expect(throws: Status.unauthorized) {
            try authenticator.user(ofCertificate: Array(twice.dropLast(9)), now: 1_500_000)
        }
        #expect(throws: Status.unauthorized) { try authenticator.user(ofCertificate: [], now: 1_500_000) }
    }
}

@Suite struct `A bounded cache` {
    @Test func `remembers what is used and forgets the rest`() {
        var cache = BoundedCache<Int, Int>(limit: 4)
        for number in 0..<100 {
            cache[number] = number
            #expect(cache[0] == 0)
            #expect(cache.count <= 8)
        }
        #expect(cache[1] == nil)
        #expect(cache[99] == 99)
        cache[99] = nil
        #expect(cache[99] == nil)
        cache.removeAll()
        #expect(cache.count == 0)
    }
}
