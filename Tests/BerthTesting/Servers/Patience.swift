package import AsyncHTTPClient
package import BerthHTTP
package import NIOCore

/// Limits for servers and clients of tests that are not about limits: the machine may be slow, or stop for a while.
package enum Patience {
    /// How long anything may take; longer than the time limits of suites, which then say what hangs.
    package static let limit = TimeAmount.minutes(20)

    /// The same for what sleeps.
    package static let duration = Duration.seconds(1200)

    /// Limits of a listener that cuts nobody for being late.
    package static var requests: RequestLimits {
        var limits = RequestLimits()
        limits.firstByteTimeout = limit
        limits.headTimeout = limit
        limits.keepAliveTimeout = limit
        limits.bodyProgressWindow = limit
        limits.writeStallTimeout = limit
        limits.lingerTimeout = .minutes(1)
        // a refused body is read to its end, so that no reset can overtake the refusal
        limits.drainLimit = 1 << 20
        return limits
    }

    /// A client of which no request waits for a connection, or gives up while it does; to be shut down.
    package static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = limit
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
