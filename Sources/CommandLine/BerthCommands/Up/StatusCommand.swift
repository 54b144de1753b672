import ArgumentParser

/// `berth status`: what runs, where, and whether it serves.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what runs, where, and whether it serves.",
        discussion: "Examples:\n  berth status\n  berth status --output json"
    )

    @OptionGroup var dataOptions: DataOptions

    @Option(help: "text or json (default: text on a terminal, json elsewhere).")
    var output: OutputFormat?

    /// One component's line.
    struct Line: Codable {
        let component: String
        let address: String
        let pid: Int32?
        let ready: Bool
    }

    func run() async throws {
        let (folder, _) = try dataOptions.running(.current())
        let addresses = PortsFile.read(folder)?.addresses ?? [:]
        var lines: [Line] = []
        for component in SupervisedComponent.running(isBare: folder.isBare) {
            let address = addresses[component.rawValue] ?? ""
            let ready = address.isEmpty ? false : await HealthProbe.isReady(address, pki: folder.pki)
            let pid = PIDFile.readOwn(folder.pidFile(component.rawValue))
            lines.append(Line(component: component.rawValue, address: address, pid: pid, ready: ready))
        }
        switch OutputFormat.chosen(output) {
        case .json: StandardStream.output.write(JSONText.line(lines))
        case .text:
            for line in lines {
                let name = line.component + String(repeating: " ", count: max(1, 14 - line.component.count))
                let process = line.pid.map { "process \($0)" } ?? "no process"
                let state = line.ready ? "ready" : "not ready"
                StandardStream.output.write("\(name)\(state)  \(line.address)  \(process)\n")
            }
            StandardStream.output.write("data          \(folder.path)\n")
        }
        guard lines.allSatisfy(\.ready) else { throw ExitCode(ExitStatus.unreachable) }
    }
}
