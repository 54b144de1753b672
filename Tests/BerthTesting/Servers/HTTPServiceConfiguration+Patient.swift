package import BerthHTTP
import NIOCore

extension HTTPServiceConfiguration {
    /// A free port of this machine and ``RequestLimits/patient`` limits: for servers inside a test's process.
    package static var patient: HTTPServiceConfiguration {
        var configuration = HTTPServiceConfiguration(port: 0)
        configuration.limits = .patient
        return configuration
    }
}

extension RequestLimits {
    /// The sizes as ever, and more time than a machine takes that stops in the middle of a test; for tests that judge something else.
    package static var patient: RequestLimits {
        var limits = RequestLimits()
        limits.firstByteTimeout = .minutes(10)
        limits.headTimeout = .minutes(10)
        limits.keepAliveTimeout = .minutes(10)
        limits.bodyProgressWindow = .minutes(10)
        limits.writeStallTimeout = .minutes(10)
        limits.shutdownGrace = .minutes(10)
        return limits
    }
}
