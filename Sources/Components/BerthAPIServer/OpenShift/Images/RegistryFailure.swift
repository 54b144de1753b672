import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a registry could not be asked, in the words that OpenShift's users know: those of Go's network library.
///
/// The text names hosts and causes, no credentials.
enum RegistryFailure {
    /// What is said of `error` when `url` was asked for at `authority`, a host and perhaps a port.
    static func text(_ error: any Error, url: String, authority: String) -> String {
        "Get \"\(url)\": \(cause(error, address: address(of: authority, port: url.hasPrefix("http:") ? 80 : 443)))"
    }

    private static func cause(_ error: any Error, address: String) -> String {
        switch error {
        case let error as NIOConnectionError: return cause(ofConnecting: error)
        case let error as SocketAddressError.UnknownHost: return lookup(error.host)
        case SocketAddressError.unknown(let host, _): return lookup(host)
        case let error as IOError: return "dial tcp \(address): \(text(ofErrno: error.errnoCode))"
        case is ChannelError: return "dial tcp \(address): i/o timeout"
        case let error as HTTPClientError: return cause(error, address)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: return cause(ofTLS: "\(error)", address)
        case is NIOTooManyBytesError: return "the answer is too large"
        default: return "\(error)"
        }
    }

    /// Of several addresses the first that could be tried is told, as the name's lookup when it gave none.
    private static func cause(ofConnecting error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first {
            let target = first.target.ipAddress.map { $0.contains(":") ? "[\($0)]" : $0 }
            return cause(first.error, address: "\(target ?? error.host):\(error.port)")
        }
        return lookup(error.host)
    }

    private static func lookup(_ host: String) -> String { "dial tcp: lookup \(host): no such host" }

    private static func cause(_ error: HTTPClientError, _ address: String) -> String {
        switch error {
        case .connectTimeout: "dial tcp \(address): i/o timeout"
        case .tlsHandshakeTimeout: "net/http: TLS handshake timeout"
        case .readTimeout, .writeTimeout: "net/http: timeout awaiting response headers"
        case .deadlineExceeded, .getConnectionFromPoolTimeout: "context deadline exceeded"
        case .remoteConnectionClosed, .uncleanShutdown: "EOF"
        case .redirectLimitReached, .redirectCycleDetected: "stopped after 5 redirects"
        default: "\(error)"
        }
    }

    private static func cause(ofTLS text: String, _ address: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority or not valid now"
        }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "http: server gave HTTP response to HTTPS client"
        }
        if text.contains("failedToValidateHostname") || text.contains("Couldn't find") {
            return "tls: failed to verify certificate: x509: certificate is not valid for \(address)"
        }
        return "tls: handshake failure"
    }

    /// The words for the error numbers of connecting.
    private static func text(ofErrno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "connect: connection refused"
        case ENETUNREACH: "connect: network is unreachable"
        case EHOSTUNREACH: "connect: no route to host"
        case ETIMEDOUT: "connect: connection timed out"
        case ECONNRESET: "read: connection reset by peer"
        case EPIPE: "write: broken pipe"
        case EACCES: "connect: permission denied"
        case EADDRNOTAVAIL: "connect: cannot assign requested address"
        default: "connect: error \(code)"
        }
    }

    /// With the scheme's port where none is named.
    private static func address(of authority: String, port: Int) -> String {
        let host = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority[...]
        return host.contains(":") ? authority : "\(authority):\(port)"
    }
}
