import ArgumentParser

/// `berth health`: the health check for where no curl is.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a component whether it serves; exit code 0 or 6.",
        discussion:
            "Examples:\n  berth health http://127.0.0.1:5000\n  berth health https://registry.example:5000 --pki /var/lib/berth/pki"
    )

    @Argument(help: ArgumentHelp("The component's URL.", valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp("Trust the authority (ca.crt) in this folder.", valueName: "dir"))
    var pki: String?

    func run() async throws {
        guard await HealthProbe.isReady(url.hasSuffix("/") ? String(url.dropLast()) : url, pki: pki) else {
            throw CommandFailure("\(url) is not ready", exitCode: ExitStatus.unreachable)
        }
        StandardStream.output.write("ready\n")
    }
}
