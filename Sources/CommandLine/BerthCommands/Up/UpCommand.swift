import ArgumentParser
import BerthPKI
import Foundation
import Logging

/// `berth up`: the whole system in one process tree, ready to use, with generated secrets.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract:
            "Start the object store, the registry and the API, ready to use; what is missing is made on the first start.",
        discussion: """
            A second start on the same data changes nothing. Ctrl-C or 'berth down' stops in order.

            Examples:
              berth up
              berth up --data /srv/berth --port 0
              berth up --data /srv/fresh --bare
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
            "The registry's port (default: 5000 or the next free one); 0: any, for all.",
            valueName: "port"
        )
    )
    var port: Int?

    @Option(
        help: ArgumentHelp("The object store's port (default: 9000 or the next free one); 0: any.", valueName: "port")
    )
    var objectStorePort: Int?

    @Option(
        help: ArgumentHelp("The API server's port (default: 6443 or the next free one); 0: any.", valueName: "port")
    )
    var apiPort: Int?

    @Option(
        help: ArgumentHelp("The OAuth server's port (default: 6444 or the next free one); 0: any.", valueName: "port")
    )
    var oauthPort: Int?

    @Flag(help: "Begin as a fresh cluster does, without registry, bucket and accounts; only for a first start.")
    var bare = false

    @Flag(help: "Serve TLS on the registry and the object store too; the API is never without.")
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
        if bare, !folder.isBare {
            guard !folder.isProvisioned, access(folder.objects, F_OK) != 0 else {
                throw CommandFailure("\(folder.path) has a registry already; --bare is only for a first start")
            }
            try AtomicFile.write("the registry is set up by hand\n".utf8, to: folder.bareMarker, mode: 0o644)
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

    /// The names that other machines know this one by, as they were given.
    private var givenNames: [ServingName] {
        get throws { try hostName.map { try ServingName($0) } }
    }

    /// Everything that is decided before the first process starts.
    private func plan(_ folder: DataFolder, _ environment: ProcessEnvironment) async throws -> UpPlan {
        let host = try ServingName(listen ?? environment["BERTH_LISTEN"] ?? "127.0.0.1")
        let given = try givenNames
        let machine = ServingName.ofThisMachine()
        let names = machine + [host] + given
        let secrets = try UpSecrets.ensure(in: folder, environment: environment)
        if !folder.isBare {
            try HTPasswdLine.ensure(user: "admin", password: secrets.adminPassword, file: folder.htpasswd)
        }
        let isAny = ["0.0.0.0", "::"].contains(host.description)
        let reachable = host.isLoopback ? machine.first : isAny ? machine.last : host
        return UpPlan(
            folder: folder,
            secrets: secrets,
            addresses: try await addresses(host: host.description, isBare: folder.isBare),
            names: names,
            usesTLS: tls || !host.isLoopback,
            publicName: given.first { !$0.isWildcard } ?? reachable ?? host,
            isBare: folder.isBare,
            logLevel: logLevel,
            logDirectory: logDirectory == "-" ? nil : logDirectory ?? folder.log
        )
    }

    /// Where each component is to listen; those two that tell clients their own URL must know it before they start.
    private func addresses(host: String, isBare: Bool) async throws -> [SupervisedComponent: ListenAddress] {
        var addresses: [SupervisedComponent: ListenAddress] = [:]
        for component in SupervisedComponent.running(isBare: isBare) {
            let (asked, usual): (Int?, Int) =
                switch component {
                case .registry: (port, 5000)
                case .objectStore: (objectStorePort, 9000)
                case .apiServer: (apiPort, 6443)
                case .oauthServer: (oauthPort, 6444)
                }
            addresses[component] = try await PortChoice.choose(
                host: host,
                asked: asked ?? (port == 0 ? 0 : nil),
                usual: usual,
                name: component.rawValue,
                isSettled: [.apiServer, .oauthServer].contains(component)
            )
        }
        return addresses
    }

    private func supervisor(_ plan: UpPlan, _ environment: ProcessEnvironment) throws -> Supervisor {
        try plan.renewCertificates(now: Date())
        let label = LogOptions.logger("up", level: LogLevelName.parse(logLevel ?? "") ?? .info)
        let format = OutputFormat.chosen(output)
        let hostName = try givenNames.first { !$0.isWildcard }?.description
        return Supervisor(
            members: plan.members,
            launch: { component, ready in
                try plan.launch(component, ready: ready, environment: environment)
            },
            onReady: { ready in
                await ClusterProvision(plan: plan, logger: label).make { ready.lines[.apiServer]?.url }
                let steps = NextSteps(
                    folder: plan.folder,
                    addresses: ready.lines.compactMapValues(\.url),
                    hostName: hostName,
                    program: ProgramName.text,
                    isStandardFolder: plan.folder.isStandard,
                    newPassword: plan.secrets.isNew && !plan.isBare ? plan.secrets.adminPassword : nil,
                    newKubeadminPassword: plan.secrets.isKubeadminNew ? plan.secrets.kubeadminPassword : nil
                )
                switch format {
                case .text: StandardStream.output.write(steps.text)
                case .json: StandardStream.output.write(JSONText.line(NextStepsDocument(steps, pid: getpid())))
                }
            },
            onComponentReady: { ready in
                do {
                    if ready[.apiServer] != nil {
                        try plan.writeKubeconfig(of: .admin, server: plan.api, to: plan.folder.kubeconfig)
                    }
                    var addresses: [String: String] = [:]
                    for (component, line) in ready { addresses[component.rawValue] = line.url }
                    try PortsFile(addresses: addresses, pid: getpid(), hostName: hostName).write(to: plan.folder)
                } catch {
                    label.error("the addresses cannot be written down", metadata: ["reason": "\(error)"])
                }
            },
            daily: {
                do {
                    let renewed = try plan.renewCertificates(now: Date())
                    try plan.writeKubeconfig(of: .admin, server: plan.api, to: plan.folder.kubeconfig)
                    return renewed.contains(.oauthServer) ? [.oauthServer] : []
                } catch {
                    label.error("the certificates cannot be renewed", metadata: ["reason": "\(error)"])
                    return []
                }
            },
            logger: label
        )
    }
}
