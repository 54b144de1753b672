import BerthPKI
import Foundation

/// The authorities and certificates with which an etcd and its clients know one another.
package struct EtcdCertificates: Sendable {
    /// The authority that signed etcd's certificate.
    package let authority: String
    /// One that signed nothing of it.
    package let otherAuthority: String
    /// A client's, of the same authority, and its key.
    package let client: (certificate: String, key: String)
    /// A client's of the other one.
    package let otherClient: (certificate: String, key: String)
    /// What etcd is to be started with.
    package let options: [String]

    /// Makes everything for an etcd at 127.0.0.1, whose own certificate is good for servers only.
    package init(in fixture: BerthFixture) async throws {
        let now = Date()
        func client(_ folder: String) throws -> (String, (certificate: String, key: String)) {
            let root = try CertificateAuthority.open(inFolder: folder, now: now)
            let made = try ClientCertificate.ensure(
                inFolder: folder,
                name: "client",
                user: "berth",
                groups: [],
                authority: root,
                now: now
            )
            return (folder + "/ca.crt", (made.certificatePath, made.keyPath))
        }
        let folder = try fixture.folder("etcd-pki")
        (authority, self.client) = try client(folder)
        (otherAuthority, otherClient) = try client(try fixture.folder("etcd-other-pki"))
        let extensions = "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"
        try Data(extensions.utf8).write(to: URL(fileURLWithPath: folder + "/server.ext"))
        let openssl = try fixture.client("openssl")
        try await openssl.run([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=etcd",
            "-keyout", folder + "/server.key", "-out", folder + "/server.csr",
        ]).check()
        try await openssl.run([
            "x509", "-req", "-in", folder + "/server.csr", "-CA", authority, "-CAkey", folder + "/ca.key",
            "-set_serial", "1", "-days", "2", "-extfile", folder + "/server.ext", "-out", folder + "/server.crt",
        ]).check()
        options = [
            "--cert-file", folder + "/server.crt", "--key-file", folder + "/server.key", "--client-cert-auth",
            "--trusted-ca-file", authority,
        ]
    }
}
