import ArgumentParser
import BerthPKI
import Foundation
import Logging

/// `berth up`: the whole system in one process tree, ready to use, with generated secrets.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract:
            "Start the object store and the registry, ready to use; everything missing is made on the first start.",
        discussion: """
            A second start on the same data changes nothing. Ctrl-C or 'berth down' stops in order.

            Examples:
              berth up
              berth up --data /srv/berth --port 0
              berth up --listen 0.0.0.0 --host-name registry.example.com
            """
    )

    @OptionGroup var dataOptions: DataOptions

    @Option(
        help: ArgumentHelp(
            "The address to listen on (default: 127.0.0.1); another than loopback switches TLS on.",
            valueName: "host"
        )
    )
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "The registry's port (default: 5000 or the next free one); 0: any, for both.",
            valueName: "port"
        )
    )
    var port: Int?

    @Option(
        help: ArgumentHelp("The object store's port (default: 9000 or the next free one); 0: any.", valueName: "port")
    )
    var objectStorePort: Int?

    @Flag(help: "Serve TLS with certificates of an authority that is made on the first start.")
    var tls = false

    @Option(
        help: ArgumentHelp(
            "A further name or address for the certificate; may be given several times.",
            valueName: "name"
        )
    )
    var hostName: [String] = []

    @Option(help: "text or json (default: text on a terminal, json elsewhere).")
    var output: OutputFormat?

    @Option(help: "The least that is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the components' logs (default: <data>/log); - for standard error.",
            valueName: "dir"
        )
    )
    var logDirectory: String?

    func run() async throws {
        let environment = ProcessEnvironment.current()
        let folder = try dataOptions.folder(environment)
        try folder.prepare()
        guard let lock = try DataFolderLock.take(folder) else {
            let holder = PIDFile.read(folder.pidFile("up")).map { "process \($0)" } ?? "another process"
            throw CommandFailure("\(holder) runs on \(folder.path) already; 'berth next' shows how to use it")
        }
        try PIDFile.write(folder.pidFile("up"))
        try await waitForOrphans(of: folder)
        let plan = try await plan(folder, environment)
        let code = try await supervisor(plan, environment).run()
        for name in ["up"] + SupervisedComponent.allCases.map(\.rawValue) { PIDFile.remove(folder.pidFile(name)) }
        unlink(folder.ports)
        withExtendedLifetime(lock) {}
        guard code == ExitStatus.done else { throw ExitCode(code) }
    }

    /// Waits for components whose supervisor was killed: they end by themselves and free their ports.
    private func waitForOrphans(of folder: DataFolder) async throws {
        let deadline = ContinuousClock.now + Self.orphanGrace
        for component in SupervisedComponent.allCases {
            let file = folder.pidFile(component.rawValue)
            while let pid = PIDFile.readOwn(file) {
                guard ContinuousClock.now < deadline else {
                    throw CommandFailure(
                        "process \(pid), a \(component.rawValue) of a former start, does not end; stop it"
                    )
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// How long components of a killed supervisor may take to finish their open requests.
    private static let orphanGrace: Duration = .seconds(30)

    /// Everything that is decided before the first process starts.
    private func plan(_ folder: DataFolder, _ environment: ProcessEnvironment) async throws -> UpPlan {
        let host = try ServingName(listen ?? environment["BERTH_LISTEN"] ?? "127.0.0.1")
        let names = try ServingName.ofThisMachine() + [host] + hostName.map { try ServingName($0) }
        let usesTLS = tls || !host.isLoopback
        let secrets = try UpSecrets.ensure(in: folder, environment: environment)
        try HTPasswdLine.ensure(user: "admin", password: secrets.adminPassword, file: folder.htpasswd)
        return UpPlan(
            folder: folder,
            secrets: secrets,
            registry: try await PortChoice.choose(
                host: host.description,
                asked: port,
                usual: 5000,
                name: "registry"
            ),
            objectStore: try await PortChoice.choose(
                host: host.description,
                asked: objectStorePort ?? (port == 0 ? 0 : nil),
                usual: 9000,
                name: "object store"
            ),
            names: usesTLS ? names : nil,
            logLevel: logLevel,
            logDirectory: logDirectory == "-" ? nil : logDirectory ?? folder.log
        )
    }

    private func supervisor(_ plan: UpPlan, _ environment: ProcessEnvironment) throws -> Supervisor {
        try plan.renewCertificate(now: Date())
        let label = LogOptions.logger("up", level: LogLevelName.parse(logLevel ?? "") ?? .info)
        let isNew = plan.secrets.isNew
        let format = OutputFormat.chosen(output)
        let isStandardFolder = plan.folder.isStandard
        let hostName = hostName
        return Supervisor(
            launch: { component, ready in
                try plan.launch(component, ready: ready, environment: environment)
            },
            onReady: { ready in
                let steps = NextSteps(
                    folder: plan.folder,
                    registry: ready[.registry]?.url ?? "",
                    objectStore: ready[.objectStore]?.url ?? "",
                    hostName: hostName.first,
                    program: ProgramName.text,
                    isStandardFolder: isStandardFolder,
                    newPassword: isNew ? plan.secrets.adminPassword : nil
                )
                switch format {
                case .text: StandardStream.output.write(steps.text)
                case .json: StandardStream.output.write(JSONText.line(NextStepsDocument(steps, pid: getpid())))
                }
            },
            onComponentReady: { ready in
                var addresses: [String: String] = [:]
                for (component, line) in ready { addresses[component.rawValue] = line.url }
                do {
                    try PortsFile(addresses: addresses, pid: getpid(), hostName: hostName.first).write(to: plan.folder)
                } catch {
                    label.error("the addresses cannot be written down", metadata: ["reason": "\(error)"])
                }
            },
            daily: {
                do {
                    try plan.renewCertificate(now: Date())
                } catch {
                    label.error("the certificate cannot be renewed", metadata: ["reason": "\(error)"])
                }
            },
            logger: label
        )
    }
}
