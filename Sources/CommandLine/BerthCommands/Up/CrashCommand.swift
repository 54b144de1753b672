import ArgumentParser
import Glibc

/// `berth crash`: kills a component as a power cut would, and waits until the supervisor has it running again.
struct CrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Kill a component of a running 'berth up' (kill -9) and wait until it serves again.",
        discussion: "Examples:\n  berth crash registry\n  berth crash object-store\n  berth crash all --data /srv/berth"
    )

    /// What can be killed.
    enum Role: String, CaseIterable, ExpressibleByArgument {
        case objectStore = "object-store"
        case registry
        case apiServer = "api-server"
        case oauthServer = "oauth-server"
        case all
    }

    @Argument(help: "object-store, registry, api-server, oauth-server or all.")
    var role: Role

    @OptionGroup var dataOptions: DataOptions

    @Flag(help: "Do not wait for the restart.")
    var noWait = false

    @Option(help: ArgumentHelp("How long to wait, in seconds.", valueName: "seconds"))
    var timeout = 60

    func run() async throws {
        let (folder, _) = try dataOptions.running(.current())
        let members = SupervisedComponent.running(isBare: folder.isBare)
        let components = members.filter { role == .all || $0.rawValue == role.rawValue }
        var killed: [SupervisedComponent: Int32] = [:]
        for component in components {
            guard let pid = PIDFile.readOwn(folder.pidFile(component.rawValue)) else {
                throw CommandFailure("the \(component.rawValue) does not run", exitCode: ExitStatus.notFound)
            }
            guard kill(pid, SIGKILL) == 0 else {
                throw CommandFailure(
                    "process \(pid) cannot be killed: it belongs to somebody else",
                    exitCode: ExitStatus.notAllowed
                )
            }
            killed[component] = pid
        }
        guard !noWait else { return }
        let addresses = PortsFile.read(folder)?.addresses ?? [:]
        let deadline = ContinuousClock.now + .seconds(max(0, timeout))
        for component in components {
            while true {
                if let pid = PIDFile.readOwn(folder.pidFile(component.rawValue)), pid != killed[component],
                    let address = addresses[component.rawValue], await HealthProbe.isReady(address, pki: folder.pki)
                {
                    let former = killed[component] ?? 0
                    StandardStream.output.write(
                        "\(component.rawValue): killed process \(former), runs again as \(pid)\n"
                    )
                    break
                }
                guard ContinuousClock.now < deadline else {
                    throw CommandFailure("the \(component.rawValue) does not serve again; look into \(folder.log)")
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
