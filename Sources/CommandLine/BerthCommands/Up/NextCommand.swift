import ArgumentParser

/// `berth next`: the next steps of a running `berth up` once more.
struct NextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Print the next steps again: lines to paste for Docker, Podman, oc, kubectl, aws.",
        discussion: "Examples:\n  berth next\n  berth next --output json"
    )

    @OptionGroup var dataOptions: DataOptions

    @Option(help: "text or json (default: text on a terminal, json elsewhere).")
    var output: OutputFormat?

    func run() async throws {
        let (folder, pid) = try dataOptions.running(.current())
        let members = SupervisedComponent.running(isBare: folder.isBare)
        guard let ports = PortsFile.read(folder), members.allSatisfy({ ports.addresses[$0.rawValue] != nil }) else {
            throw CommandFailure(
                "process \(pid) is not ready yet; try again in a moment",
                exitCode: ExitStatus.unreachable
            )
        }
        let steps = NextSteps(
            folder: folder,
            addresses: members.reduce(into: [:]) { $0[$1] = ports.addresses[$1.rawValue] },
            hostName: ports.hostName,
            program: ProgramName.text,
            isStandardFolder: folder.isStandard
        )
        switch OutputFormat.chosen(output) {
        case .text: StandardStream.output.write(steps.text)
        case .json: StandardStream.output.write(JSONText.line(NextStepsDocument(steps, pid: pid)))
        }
    }
}
