import BerthHTTP
import Logging

/// What the configuration of every component says that serves HTTP as one process.
protocol ServedSettings: Sendable {
    var listen: ListenAddress { get }
    var tls: TLSSettings? { get }
    var proxies: ProxyTrust { get }
    /// How long open requests have once a stop was asked for.
    var drainTime: Duration? { get }
    var logLevel: Logger.Level? { get }
    var logFormat: LogFormat? { get }
    /// What does not stop the component but should be said.
    var warnings: [ConfigurationProblem] { get }
}
