package import NIOCore

/// Every limit that a connection is held to before a handler sees its request.
///
/// Each value is a row of `docs/security.md`. Times are wall-clock time of the event loop.
package struct RequestLimits: Sendable {
    /// Longest request line, in bytes; longer: 414.
    package var requestLineLimit = 16 * 1024
    /// All header fields together, in bytes; more: 431.
    package var headerBytesLimit = 64 * 1024
    /// Number of header fields; more: 431.
    package var headerCountLimit = 100
    /// Time from accepting a connection (TLS handshake included) to the first byte of a request.
    package var firstByteTimeout: TimeAmount = .seconds(20)
    /// Time from the first byte of a request head to its end; longer: 408.
    package var headTimeout: TimeAmount = .seconds(15)
    /// Time a connection may stay idle between two requests.
    package var keepAliveTimeout: TimeAmount = .seconds(60)
    /// A request body must bring `bodyProgressBytes` in each such span while the server is ready to read; less: 408.
    package var bodyProgressWindow: TimeAmount = .seconds(20)
    /// See `bodyProgressWindow`.
    package var bodyProgressBytes: Int64 = 1024
    /// A response that the client does not read at all for this long is cut.
    package var writeStallTimeout: TimeAmount = .seconds(60)
    /// What is read and thrown away of a body nobody wanted before the connection is closed instead.
    package var drainLimit: Int64 = 64 * 1024
    /// How long a closing connection lingers so that the client can read its last response.
    package var lingerTimeout: TimeAmount = .milliseconds(1000)
    /// Connections open at once, fewer where the limit of descriptors is low; more wait in the kernel's queue.
    package var connectionLimit = 4096
    /// Longest time open requests may take once a stop was asked for.
    package var shutdownGrace: TimeAmount = .seconds(20)

    /// The defaults named at each value.
    package init() {}
}
