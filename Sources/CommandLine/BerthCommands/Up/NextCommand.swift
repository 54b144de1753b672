import ArgumentParser

/// `berth next`: the next steps of a running `berth up` once more.
struct NextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Print the next steps again: lines to paste for Docker, Podman, aws.",
        discussion: "Examples:\n  berth next\n  berth next --output json"
    )

    @OptionGroup var dataOptions: DataOptions

    @Option(help: "text or json (default: text on a terminal, json elsewhere).")
    var output: OutputFormat?

    func run() async throws {
        let (folder, pid) = try dataOptions.running(.current())
        guard let ports = PortsFile.read(folder),
            let registry = ports.addresses[SupervisedComponent.registry.rawValue],
            let objectStore = ports.addresses[SupervisedComponent.objectStore.rawValue]
        else {
            throw CommandFailure(
                "process \(pid) is not ready yet; try again in a moment",
                exitCode: ExitStatus.unreachable
            )
        }
        let steps = NextSteps(
            folder: folder,
            registry: registry,
            objectStore: objectStore,
            hostName: ports.hostName,
            program: ProgramName.text,
            isStandardFolder: folder.isStandard,
            newPassword: nil
        )
        switch OutputFormat.chosen(output) {
        case .text: StandardStream.output.write(steps.text)
        case .json: StandardStream.output.write(JSONText.line(NextStepsDocument(steps, pid: pid)))
        }
    }
}
