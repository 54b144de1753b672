import AsyncHTTPClient
import BerthPKI
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks a component whether it serves.
enum HealthProbe {
    /// The longest wait for an answer.
    static let timeout = TimeAmount.seconds(5)

    /// Whom a probe believes to be who it asked for.
    enum Trust: Sendable, Equatable {
        /// Those the system trusts, and the authority (`ca.crt`) in a folder.
        case system(pki: String?)
        /// Whoever answers.
        case anybody
    }

    /// What came of it.
    enum Outcome: Sendable, Equatable {
        case answered(UInt)
        /// Nobody answered; why, for people.
        case failed(String)
    }

    /// Whether `<url>/readyz` answers 200; `pki` is the folder of the authority that is trusted besides the system's.
    static func isReady(_ url: String, pki: String? = nil) async -> Bool {
        await outcome(url + "/readyz", trust: .system(pki: pki)) == .answered(200)
    }

    /// What a GET answers.
    static func outcome(_ url: String, trust: Trust, timeout: TimeAmount = Self.timeout) async -> Outcome {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = timeout
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        switch trust {
        case .anybody: tls.certificateVerification = .none
        case .system(let pki):
            // one that is not there is trusted by nobody: the system's are left
            if let pki, let authority = try? NIOSSLCertificate.fromPEMFile(pki + "/ca.crt") {
                tls.additionalTrustRoots = [.certificates(authority)]
            }
        }
        configuration.tlsConfiguration = tls
        let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
        let outcome: Outcome
        do {
            let response = try await client.execute(HTTPClientRequest(url: url), timeout: timeout)
            outcome = .answered(response.status.code)
        } catch {
            outcome = .failed(text(error))
        }
        try? await client.shutdown()
        return outcome
    }

    /// Why nobody answered.
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first else { return "there is no host \(error.host)" }
            return text(first.error)
        case let error as IOError: return text(ofErrno: error.errnoCode)
        case is ChannelError: return "no answer in time"
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout: return "no answer in time"
            case .remoteConnectionClosed, .uncleanShutdown: return "the connection was closed without an answer"
            case .invalidURL, .emptyHost, .emptyScheme: return "this is no URL such as https://host:port"
            default: return "\(error)"
            }
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            let text = "\(error)"
            if text.contains("CERTIFICATE_VERIFY_FAILED") {
                return "no authority that is trusted here has signed its certificate, or that is not valid now; "
                    + "name the folder of its ca.crt with --pki, or ask unchecked with --insecure"
            }
            if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
                return "it speaks plain HTTP: ask http://..."
            }
            if text.contains("failedToValidateHostname") || text.contains("Couldn't find") {
                return "its certificate is for another name"
            }
            return "TLS fails"
        default: return "\(error)"
        }
    }

    private static func text(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "connection refused"
        case ENETUNREACH, EHOSTUNREACH: "there is no way to the host"
        case ETIMEDOUT: "no answer in time"
        default: "the connection fails (error \(code))"
        }
    }
}
