import AsyncHTTPClient
import BerthPKI
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks a component whether it serves.
enum HealthProbe {
    /// The longest wait for an answer.
    static let timeout = TimeAmount.seconds(5)

    /// Whether `<url>/readyz` answers 200; `pki` is the folder of the authority that is trusted besides the system's.
    static func isReady(_ url: String, pki: String? = nil) async -> Bool {
        await status(url + "/readyz", pki: pki) == 200
    }

    /// The status code that a GET answers, nil when nobody answers.
    static func status(_ url: String, pki: String?) async -> UInt? {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        if let pki, let authority = try? NIOSSLCertificate.fromPEMFile(pki + "/ca.crt") {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(authority)]
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
        let response = try? await client.execute(HTTPClientRequest(url: url), timeout: timeout)
        let status = response?.status.code
        try? await client.shutdown()
        return status
    }
}
