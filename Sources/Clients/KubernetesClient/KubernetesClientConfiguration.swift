/// How a ``KubernetesClient`` reaches its server, who it says it is, and how patient it is.
package struct KubernetesClientConfiguration: Sendable {
    /// Bytes that lie in a file or are given.
    package enum Material: Sendable, Equatable {
        case file(String)
        case bytes([UInt8])
    }

    /// Who the client says it is.
    package enum Credentials: Sendable {
        case none
        case token(String)
        /// Read again every minute, as a mounted token changes.
        case tokenFile(String)
        /// PEM.
        case certificate(chain: Material, key: Material)
    }

    /// `http(s)://host[:port][/path]` without a slash at the end.
    package var server: String
    package var credentials: Credentials = .none
    /// PEM of the authorities to trust instead of the system's.
    package var certificateAuthority: Material?
    /// Accept any certificate; only for whoever asks for it by name.
    package var skipsCertificateVerification = false
    /// Sent as `User-Agent`.
    package var userAgent = "berth"
    /// How often an idempotent request is tried in all.
    package var attemptLimit = 4
    /// The wait before the second attempt; doubled for each one after it, with full jitter.
    package var firstBackoff: Duration = .milliseconds(100)
    /// The longest wait that a server's `Retry-After` is granted.
    package var retryAfterLimit: Duration = .seconds(10)
    /// Time to connect.
    package var connectTimeout: Duration = .seconds(5)
    /// Longest silence of the server within a request; a watch that is silent for longer is taken up again where it was.
    package var readTimeout: Duration = .seconds(90)
    /// Time for a request that is no watch, attempts included each for itself.
    package var requestTimeout: Duration = .seconds(60)
    /// Connections to the server at once.
    package var connectionLimit = 64
    /// Largest answer read, in bytes.
    package var answerLimit = 64 << 20
    /// Objects a page when a list is read to its end.
    package var pageSize = 500
    /// The longest line of a watch, in bytes.
    package var watchLineLimit = 8 << 20

    /// A client of the server at `server`.
    package init(server: String) {
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
    }
}
