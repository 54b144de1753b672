import Glibc
package import NIOSSL
import Synchronization

/// The certificate of a listener, read again when its files change.
///
/// TLS 1.2 or newer, AEAD with ECDHE. New connections get the new certificate; open ones keep theirs.
package final class ServingTLS: Sendable {
    private struct State {
        var context: NIOSSLContext
        var stamp: [Int64]
        var checkedAt: Int
    }

    private let certificatePath: String
    private let keyPath: String
    private let minimumVersion: TLSVersion
    private let clientCAPath: String?
    private let state: Mutex<State>

    /// Whether clients are asked for a certificate.
    var asksForClientCertificate: Bool { clientCAPath != nil }

    /// Reads a PEM certificate chain and its PEM private key.
    ///
    /// With `clientCAPath`, PEM certificates that sign clients' ones, clients are asked for a certificate: one that none of
    /// these signed for client use ends the handshake, clients without any are let in.
    ///
    /// - Throws: NIOSSL's error when a file is missing or is no PEM.
    package init(
        certificatePath: String,
        keyPath: String,
        minimumVersion: TLSVersion = .tlsv12,
        clientCAPath: String? = nil
    ) throws {
        (self.certificatePath, self.keyPath, self.minimumVersion) = (certificatePath, keyPath, minimumVersion)
        self.clientCAPath = clientCAPath
        let context = try Self.context(certificatePath, keyPath, minimumVersion, clientCAPath)
        let paths = [certificatePath, keyPath] + (clientCAPath.map { [$0] } ?? [])
        state = Mutex(State(context: context, stamp: Self.stamp(paths), checkedAt: time(nil)))
    }

    /// The context for a new connection.
    func current() -> NIOSSLContext {
        state.withLock { state in
            let now = time(nil)
            guard now > state.checkedAt else { return state.context }
            state.checkedAt = now
            let stamp = Self.stamp([certificatePath, keyPath] + (clientCAPath.map { [$0] } ?? []))
            // A half-written pair does not load; the old one stays until both files fit.
            if stamp != state.stamp,
                let fresh = try? Self.context(certificatePath, keyPath, minimumVersion, clientCAPath)
            {
                state.context = fresh
                state.stamp = stamp
            }
            return state.context
        }
    }

    private static func context(
        _ certificate: String,
        _ key: String,
        _ minimum: TLSVersion,
        _ clientCA: String?
    ) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        configuration.minimumTLSVersion = minimum
        configuration.applicationProtocols = ["http/1.1"]
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        if let clientCA {
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(clientCA))
            configuration.sendCANameList = true
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func stamp(_ paths: [String]) -> [Int64] {
        paths.flatMap { path -> [Int64] in
            var status = stat()
            guard stat(path, &status) == 0 else { return [0] }
            return [
                Int64(status.st_ino), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec),
            ]
        }
    }
}
