import NIOSSL

/// TLS to etcd: which certificates are believed and shown, and in words why a handshake failed.
enum EtcdTLS {
    /// The files of `configuration`.
    static func client(_ configuration: EtcdConfiguration) throws(EtcdFileError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.applicationProtocols = ["h2"]
        if let path = configuration.caPath { tls.trustRoots = .certificates(try certificates(path)) }
        if let path = configuration.certificatePath {
            tls.certificateChain = try certificates(path).map { .certificate($0) }
            let keyPath = configuration.keyPath ?? path
            guard let key = try? NIOSSLPrivateKey(file: keyPath, format: .pem) else {
                throw .keyUnreadable(path: keyPath)
            }
            tls.privateKey = .privateKey(key)
        }
        return tls
    }

    private static func certificates(_ path: String) throws(EtcdFileError) -> [NIOSSLCertificate] {
        guard let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty else {
            throw .certificateUnreadable(path: path)
        }
        return found
    }

    /// Why there is no TLS with etcd; nil when the error is of another kind.
    ///
    /// etcd may complain of our certificate only after the handshake (TLS 1.3); nothing was done then either.
    static func reason(_ error: any Error) -> String? {
        if (error as? NIOSSLExtraError) == .failedToValidateHostname {
            return "its certificate is not made out to the name in its URL"
        }
        let text = "\(error)"
        func mentions(_ words: String...) -> Bool { words.contains(where: text.contains) }
        if mentions("CERTIFICATE_VERIFY_FAILED") { return "its certificate is not signed by the authority we believe" }
        if mentions("WRONG_VERSION_NUMBER") { return "it does not speak TLS" }
        if mentions("CERTIFICATE_REQUIRED", "HANDSHAKE_FAILURE") { return "it wants a client certificate" }
        if mentions(
            "BAD_CERTIFICATE",
            "UNKNOWN_CA",
            "CERTIFICATE_EXPIRED",
            "CERTIFICATE_REVOKED",
            "CERTIFICATE_UNKNOWN"
        ) {
            return "it refuses our certificate, or wants one"
        }
        return error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError ? "TLS failed" : nil
    }
}
