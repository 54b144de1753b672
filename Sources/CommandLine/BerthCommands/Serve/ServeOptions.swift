import ArgumentParser
import BerthHTTP
import BerthPKI
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The flags that every command has which serves as one process.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "The port to listen on, instead of the one in --listen; 0 takes a free one.",
            valueName: "port"
        )
    )
    var port: Int?

    @Option(help: ArgumentHelp("Serve TLS with this certificate chain (PEM).", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's key (PEM).", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("Write the process id to a file while serving.", valueName: "file"))
    var pidFile: String?

    @Option(help: .hidden)
    var parentFd: Int32?

    @OptionGroup(title: "Logs") var logs: LogOptions
    @OptionGroup(title: "Configuration") var settings: SettingFlags

    /// How long open requests have when the configuration does not say.
    static let standardGrace: Duration = .seconds(20)

    /// What the flags say about the listener.
    func layer() throws -> [String: Setting] {
        var layer = try settings.layer()
        layer.note("http.addr", listen, "--listen")
        layer.note("http.tls.certificate", tlsCertificate, "--tls-certificate")
        layer.note("http.tls.key", tlsKey, "--tls-key")
        return layer
    }

    /// The address with the port that `--port` says.
    func address(_ configured: ListenAddress) throws -> ListenAddress {
        guard let port else { return configured }
        guard (0...65535).contains(port) else { throw ValidationError("--port: 0 to 65535") }
        return ListenAddress(host: configured.host, port: port)
    }

    /// The component's log, in which its configuration's warnings stand first.
    func logger(_ component: String, _ settings: some ServedSettings) throws -> Logger {
        let logger = try logs.logger(component, level: settings.logLevel, format: settings.logFormat)
        for warning in settings.warnings {
            logger.warning("configuration", metadata: ["origin": "\(warning.origin)", "problem": "\(warning)"])
        }
        return logger
    }

    /// The listener; with `clientAuthority` it asks for certificates of that authority.
    func http(_ settings: some ServedSettings, clientAuthority: String? = nil) throws -> HTTPServiceConfiguration {
        let address = try address(settings.listen)
        var http = HTTPServiceConfiguration(
            host: address.host,
            port: address.port,
            tls: try settings.tls?.open(clientAuthority: clientAuthority)
        )
        http.proxies = settings.proxies
        if let drainTime = settings.drainTime { http.limits.shutdownGrace = TimeAmount(drainTime) }
        return http
    }

    /// Writes the process id and prints the ready line.
    func announce(_ component: String, _ address: SocketAddress, isTLS: Bool, logger: Logger) {
        let listen = ListenAddress(host: address.ipAddress ?? "localhost", port: address.port ?? 0)
        let url = (isTLS ? "https://" : "http://") + "\(listen)"
        if let pidFile {
            do {
                try PIDFile.write(pidFile)
            } catch {
                logger.error("the process id cannot be written down", metadata: ["reason": "\(error)"])
            }
        }
        logger.notice("ready", metadata: ["address": "\(url)", "version": "\(BerthVersion.text)"])
        StandardStream.output.write(ReadyLine(component: component, addresses: [component: url]).text)
    }

    /// Runs services until one ends, a signal arrives or the parent is gone; open requests have the drain time to finish.
    func run(_ services: [any Service], _ settings: some ServedSettings, logger: Logger) async throws {
        let address = try address(settings.listen)
        var all = services.map { service in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: service,
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .cancelGroup
            )
        }
        if let parentFd {
            all.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: ParentWatch(descriptor: parentFd, logger: logger),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            )
        }
        var configuration = ServiceGroupConfiguration(
            services: all,
            gracefulShutdownSignals: [.sigterm, .sigint],
            cancellationSignals: [.sigquit],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = (settings.drainTime ?? Self.standardGrace) + .seconds(5)
        defer { if let pidFile { PIDFile.remove(pidFile) } }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            let reason = AtomicFile.message(of: error.errnoCode)
            throw CommandFailure("cannot listen on \(address): \(reason); choose another port, or 0 for any")
        } catch is SocketAddressError.UnknownHost {
            throw CommandFailure("cannot listen on \(address): there is no such address on this machine")
        }
    }
}
