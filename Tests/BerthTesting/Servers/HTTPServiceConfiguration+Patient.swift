package import BerthHTTP

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
        limits.firstByteTimeout = Patience.limit
        limits.headTimeout = Patience.limit
        limits.keepAliveTimeout = Patience.limit
        limits.bodyProgressWindow = Patience.limit
        limits.writeStallTimeout = Patience.limit
        limits.shutdownGrace = Patience.limit
        return limits
    }
}
