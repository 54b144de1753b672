import BerthHTTP
import NIOSSL

/// A listener's certificate: the `http.tls` section.
struct TLSSettings: Equatable, Sendable {
    /// The oldest version of TLS that is spoken.
    enum MinimumVersion: String, CaseIterable, Sendable {
        case tls12 = "tls1.2"
        case tls13 = "tls1.3"
    }

    let certificate: String
    let key: String
    let minimumVersion: MinimumVersion

    /// Reads the section, noting what is wrong; nil for plain HTTP.
    init?(_ settings: inout Settings) {
        let certificate = settings.text("http.tls.certificate")
        let key = settings.text("http.tls.key")
        let name = settings.setting("http.tls.minversion") == nil ? "http.tls.minimumtls" : "http.tls.minversion"
        // OpenShift's operator writes Go's names, VersionTLS12
        switch settings.text(name)?.lowercased() {
        case nil, "tls1.2", "versiontls12": minimumVersion = .tls12
        case "tls1.3", "versiontls13": minimumVersion = .tls13
        case "tls1.0", "tls1.1", "versiontls10", "versiontls11":
            settings.refuse(name, "TLS older than 1.2 is not spoken; write tls1.2")
            minimumVersion = .tls12
        default:
            settings.refuse(name, "write tls1.2 or tls1.3")
            minimumVersion = .tls12
        }
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?): (self.certificate, self.key) = (certificate, key)
        case (nil, _?):
            settings.refuse("http.tls.key", "the key has no certificate; give http.tls.certificate too")
            return nil
        case (_?, nil):
            settings.refuse("http.tls.certificate", "the certificate has no key; give http.tls.key too")
            return nil
        }
    }

    /// Reads the files; clients are asked for certificates of `clientAuthority`, if there is one.
    func open(clientAuthority: String? = nil) throws(ConfigurationError) -> ServingTLS {
        if let clientAuthority {
            let certificates = try? NIOSSLCertificate.fromPEMFile(clientAuthority)
            guard certificates?.isEmpty == false else {
                throw ConfigurationError(
                    origin: clientAuthority,
                    key: "http.tls.clientca",
                    "the certificates cannot be read as PEM"
                )
            }
        }
        do {
            return try ServingTLS(
                certificatePath: certificate,
                keyPath: key,
                minimumVersion: minimumVersion == .tls13 ? .tlsv13 : .tlsv12,
                clientCAPath: clientAuthority
            )
        } catch {
            throw ConfigurationError(
                origin: certificate,
                key: "http.tls",
                "the certificate and its key (\(key)) cannot be read as PEM, or do not belong together"
            )
        }
    }
}
