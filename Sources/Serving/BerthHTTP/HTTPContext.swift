package import Logging
package import NIOCore
import NIOSSL
import Synchronization

/// What a handler knows of the request besides the request itself.
package struct HTTPContext: Sendable {
    /// Unique for each request; also sent as `X-Request-Id`.
    package let requestID: String
    /// The client's IP address: the socket's, or the forwarded one if the socket belongs to a configured proxy.
    package let remoteAddress: String?
    /// `http` or `https`, by the same rule.
    package let scheme: String
    /// The connection.
    package let channel: any Channel
    /// A logger that carries the request id.
    package let logger: Logger
    /// When the head was read, from the system clock, in seconds since 1970.
    package let receivedAt: Double
    /// What the handler tells the access log and the metrics.
    package let notes: RequestNotes
    /// Whether the listener asked for a client certificate.
    let asksForClientCertificate: Bool

    /// The DER bytes of the client's certificate, whose signature and purpose the handshake verified; nil when there is none.
    package func clientCertificate() async -> [UInt8]? {
        guard asksForClientCertificate else { return nil }
        return try? await channel.nioSSL_peerCertificate().get()?.toDERBytes()
    }

    /// Sends a part of a file as response body; only inside a response body closure, before `finish`.
    ///
    /// Returns when the bytes are handed to the kernel. Plain connections use sendfile.
    package func send(_ file: OpenFile, range: Range<Int64>) async throws {
        guard !range.isEmpty else { return }
        try await channel.triggerUserOutboundEvent(FileTransfer(file: file, range: range)).get()
    }
}

/// What a handler tells the access log about a request.
package final class RequestNotes: Sendable {
    private struct State {
        var handler = "other"
        var principal: String?
        var loggedPath: String?
    }

    private let state = Mutex(State())

    /// The kind of thing served (`blob`, `manifest`, `PutObject`, …): a label of bounded variety.
    package var handler: String {
        get { state.withLock { $0.handler } }
        set { state.withLock { $0.handler = newValue } }
    }

    /// What the access log shows instead of the path, when a part of it may be secret; nil for the path.
    package var loggedPath: String? {
        get { state.withLock { $0.loggedPath } }
        set { state.withLock { $0.loggedPath = newValue } }
    }

    /// The verified name of whoever asked; nil for nobody.
    package var principal: String? {
        get { state.withLock { $0.principal } }
        set { state.withLock { $0.principal = newValue } }
    }
}
